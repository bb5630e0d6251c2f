import { isLiteral } from "./plain.ts";

type PlainObject = Record<string, unknown>;

/** Regularisation that is spelled out even where there is none. */
const alwaysShown = ["l2", "dropout"];

/**
 * Settings of variants without what none of them uses: a constant schedule, early stopping that is not
 * asked for, regularisation of strength 0, an optimizer's flags that are not set. So the canonical form
 * of an experiment, and its digest, stay what they are when such a setting is invented.
 */
export function withoutUnused<T extends PlainObject>(all: readonly T[]): T[] {
  const isUnused: Record<string, (value: unknown) => boolean> = {
    schedule: (value) => isLiteral(value) && value.type === "constant",
    earlyStopping: (value) => value === null,
  };
  const unused = Object.keys(isUnused).filter((key) =>
    all.every((settings) => isUnused[key]!(settings[key]))
  );
  const noStrength = unusedKeys(all, { of: "regularization", off: 0, keep: alwaysShown });
  const noFlag = unusedKeys(all, { of: "optimizer", off: false, keep: [] });
  return all.map((settings) => ({
    ...omit(settings, unused),
    regularization: omit(settings.regularization as PlainObject, noStrength),
    optimizer: omit(settings.optimizer as PlainObject, noFlag),
  } as unknown as T));
}

/** The keys of a setting that are off in every variant. */
function unusedKeys(
  all: readonly PlainObject[],
  { of, off, keep }: { of: string; off: unknown; keep: readonly string[] },
): string[] {
  const values = all.map((settings) => settings[of] as PlainObject);
  const keys = new Set(values.flatMap((value) => Object.keys(value)));
  return [...keys].filter((key) =>
    !keep.includes(key) && values.every((value) => value[key] === undefined || value[key] === off)
  );
}

function omit(object: PlainObject, keys: readonly string[]): PlainObject {
  if (keys.every((key) => !Object.hasOwn(object, key))) return object;
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
