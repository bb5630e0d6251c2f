import type { CanonicalExperiment } from "../experiment/types.ts";

/** Something that A and B were made with, and that differs. */
export interface SetupDifference {
  /** `optimizer.learningRate`, `data digest`. */
  path: string;
  /** `undefined` where only B has it. */
  a: string | undefined;
  /** `undefined` where only A has it. */
  b: string | undefined;
}

/**
 * What differs between two canonical experiments. A change of all variants that both have is one
 * line, `optimizer.learningRate`; one of some has the variant with it, `init.type (he)`.
 */
export function compareExperiments(a: unknown, b: unknown): SetupDifference[] {
  if (!isCanonical(a) || !isCanonical(b)) return differing(flatten(a), flatten(b));
  const { settings: sharedA, variants: variantsA, ...topA } = a;
  const { settings: sharedB, variants: variantsB, ...topB } = b;
  const namesA = variantsA.map(({ name }) => name);
  const namesB = variantsB.map(({ name }) => name);
  const byName = new Map(variantsB.toReversed().map((variant) => [variant.name, variant]));
  const perVariant = variantsA.flatMap(({ name, settings }) => {
    const other = byName.get(name);
    if (other === undefined) return [];
    const [valuesA, valuesB] = [
      flatten({ ...sharedA, ...settings }),
      flatten({ ...sharedB, ...other.settings }),
    ];
    return differing(valuesA, valuesB).map((difference) => ({ name, difference }));
  });
  const common = namesA.filter((name) => byName.has(name)).length;
  return [
    ...differing(flatten(topA), flatten(topB)),
    ...differing(
      new Map([["variants", namesA.join(", ")]]),
      new Map([["variants", namesB.join(", ")]]),
    ),
    ...gather(perVariant, common),
  ];
}

/** Equal changes of the same path become one, which names the variants where these are not all. */
export function gather(
  changes: readonly { name: string; difference: SetupDifference }[],
  variants: number,
): SetupDifference[] {
  const groups = new Map<string, { names: string[]; difference: SetupDifference }>();
  for (const { name, difference } of changes) {
    const key = JSON.stringify([difference.path, difference.a, difference.b]);
    const group = groups.get(key) ?? { names: [], difference };
    groups.set(key, group);
    group.names.push(name);
  }
  return [...groups.values()].map(({ names, difference }) =>
    names.length === variants
      ? difference
      : { ...difference, path: `${difference.path} (${names.join(", ")})` }
  );
}

/** Whether a value is a canonical experiment as far as it is compared. */
export function isCanonical(value: unknown): value is CanonicalExperiment {
  if (typeof value !== "object" || value === null) return false;
  const { settings, variants } = value as Record<string, unknown>;
  return typeof settings === "object" && Array.isArray(variants) &&
    variants.every((variant) =>
      typeof variant?.name === "string" && typeof variant.settings === "object"
    );
}

/** Plain data as dotted paths; a list of plain values is one value. */
function flatten(value: unknown, path = ""): Map<string, string> {
  const isList = Array.isArray(value);
  const plainList = isList && value.every((item) => typeof item !== "object" || item === null);
  if (typeof value !== "object" || value === null || plainList) {
    return new Map([[path, JSON.stringify(value) ?? ""]]);
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return new Map([[path, isList ? "[]" : "{}"]]);
  return new Map(
    entries.flatMap(([key, item]) => [...flatten(item, path === "" ? key : `${path}.${key}`)]),
  );
}

/** The paths whose texts differ: those of A in their order, then those only B has. */
export function differing(
  a: ReadonlyMap<string, string>,
  b: ReadonlyMap<string, string>,
): SetupDifference[] {
  const paths = [...a.keys(), ...[...b.keys()].filter((path) => !a.has(path))];
  return paths
    .filter((path) => a.get(path) !== b.get(path))
    .map((path) => ({ path, a: a.get(path), b: b.get(path) }));
}
