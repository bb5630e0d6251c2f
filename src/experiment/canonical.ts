import { createHash } from "node:crypto";

/**
 * The one text of a plain value: no white space, keys in the order of their UTF-16 code units,
 * numbers as the shortest text that reads back to them, keys without a value left out. Equal
 * values have equal texts on every machine, in whatever order their keys were written. A lone
 * surrogate is escaped, so that the text always has a UTF-8 form.
 *
 * This is the order and the number format of RFC 8785 (JSON Canonicalization Scheme), which knows
 * no lone surrogates.
 *
 * @throws {TypeError} for what is not plain data
 *
 * @example
 * ```ts
 * import { canonicalJson } from "./canonical.ts";
 *
 * canonicalJson({ b: [1e21, 0.10], a: undefined, A: "é" }); // '{"A":"é","b":[1e+21,0.1]}'
 * ```
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case "boolean":
      return String(value);
    case "string":
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`Cannot write ${value} as JSON`);
      return String(value);
    case "object":
      break;
    default:
      throw new TypeError(`Cannot write a value of type ${typeof value} as JSON`);
  }
  if (value === null) return "null";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const object = value as Record<string, unknown>;
  const pairs = Object.keys(object)
    .filter((key) => object[key] !== undefined)
    // Without a comparison of one's own, `sort` goes by code units.
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`);
  return `{${pairs.join(",")}}`;
}

/** SHA-256 (hex) of the UTF-8 form of a value's canonical JSON. Source: FIPS 180-4. */
export function canonicalDigest(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value), "utf8").digest("hex");
}
