import { createHash } from "node:crypto";
import { numberCell } from "./cells.ts";

const digestBytes = 32;

/** What JSON has no number for, by how it is spelled. */
const spelled = new Map([NaN, Infinity, -Infinity, -0].map((value) => [numberCell(value), value]));

/** The SHA-256 of the bytes as 32 bytes, then the bytes: a file that is whole, or seen not to be. */
export function seal(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(digestBytes + bytes.length);
  file.set(sha256(bytes));
  file.set(bytes, digestBytes);
  return file;
}

/** What was sealed; `undefined` where a bit of it differs. */
export function unseal(file: Uint8Array): Uint8Array | undefined {
  const bytes = file.subarray(digestBytes);
  const digest = file.subarray(0, digestBytes).toHex();
  return file.length >= digestBytes && sha256(bytes).toHex() === digest ? bytes : undefined;
}

/** JSON with every number to the bit: `{"number":"NaN"}` for what JSON has none for. */
export function exactJson(value: unknown): string {
  // To ask for each part takes several times as long, and few values have one to spell.
  return isExact(value) ? JSON.stringify(value) : JSON.stringify(value, (_, part) => spell(part));
}

/** The value of a text of `exactJson`. */
export function parseExactJson(text: string): unknown {
  // Without a backslash the key of a spelled number stands there as it is.
  const mayBeSpelled = text.includes('"number"') || text.includes("\\");
  return mayBeSpelled ? JSON.parse(text, (_, part) => unspell(part)) : JSON.parse(text);
}

/** Whether JSON has every part of a value as it is. */
function isExact(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(isExact);
  if (ArrayBuffer.isView(value)) return false;
  for (const key in value) if (!isExact((value as Record<string, unknown>)[key])) return false;
  return true;
}

function spell(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) throw new TypeError("Cannot write binary data as JSON");
  if (typeof value !== "number") return value;
  const special = !Number.isFinite(value) || Object.is(value, -0);
  return special ? { number: numberCell(value) } : value;
}

function unspell(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Object.keys(value).length !== 1) return value;
  const { number } = value as { number?: unknown };
  return typeof number === "string" ? spelled.get(number) ?? value : value;
}

/** Of several pieces as if they were one. */
export function sha256(...parts: (string | Uint8Array)[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}
