import type { DenseSpec } from "../engine/mod.ts";
import { isNormalization } from "../engine/normalizations/mod.ts";
import { canonicalJson } from "./canonical.ts";
import { isLiteral } from "./plain.ts";
import { defaultRecordEvery } from "./resolve.ts";
import type { ResolvedSettings } from "./types.ts";

/** The order in which differing settings are listed. */
const order = [
  "data",
  "architecture",
  "init",
  "biasInit",
  "loss",
  "regularization",
  "optimizer",
  "schedule",
  "epochs",
  "earlyStopping",
  "batchSize",
  "shuffle",
  "recordEvery",
  "metrics",
] as const satisfies readonly (keyof ResolvedSettings)[];

/**
 * The dotted paths at which settings differ, at the granularity that an experiment is written in:
 *
 * - members of a family: `init` where their types differ, `init.scale` where an option that they
 *   share has several values;
 * - layers: `architecture` where their number differs, otherwise `architecture.0` where one is
 *   dense and another normalises, otherwise `architecture.0.units` and so on;
 *   what a layer has from the experiment's `init`, `biasInit` or `regularization.dropout` is listed
 *   once, as that;
 * - `recordEvery` only where it is not the default that follows from `epochs`.
 */
export function differingPaths(all: readonly ResolvedSettings[]): string[] {
  return order.flatMap((key) => {
    switch (key) {
      case "architecture":
        return architecturePaths(all);
      case "recordEvery":
        return all.every((one) => one.recordEvery === defaultRecordEvery(one.epochs))
          ? []
          : compare(all.map((one) => one.recordEvery), key);
      default:
        return compare(all.map((one) => one[key]), key);
    }
  });
}

function architecturePaths(all: readonly ResolvedSettings[]): string[] {
  const lengths = new Set(all.map(({ architecture }) => architecture.length));
  if (lengths.size > 1) return ["architecture"];
  const layers = all[0]!.architecture.map((_, index) => index);
  return layers.flatMap((index) => {
    const path = `architecture.${index}`;
    const layers = all.map((one) => one.architecture[index]!);
    const types = new Set(layers.map(({ type = "dense" }) => type));
    if (types.size > 1) return [path];
    if (isNormalization(layers[0]!)) return compare(layers, path);
    const ofLayer = (key: keyof DenseSpec) => layers.map((layer) => (layer as DenseSpec)[key]);
    return [
      ...compare(ofLayer("units"), `${path}.units`),
      ...compare(ofLayer("activation"), `${path}.activation`),
      ...(["init", "biasInit"] as const).flatMap((key) =>
        all.every((one) => isSame((one.architecture[index] as DenseSpec)[key], one[key]))
          ? []
          : compare(ofLayer(key), `${path}.${key}`)
      ),
      ...(all.every((one) => one.architecture[index]!.dropout === followedDropout(one, index))
        ? []
        : compare(ofLayer("dropout"), `${path}.dropout`)),
    ];
  });
}

/** The dropout of a layer that names none. */
function followedDropout({ architecture, regularization }: ResolvedSettings, index: number) {
  return index === architecture.length - 1 ? 0 : regularization.dropout;
}

/** The paths at or below `path` at which values differ; `undefined` is a value like others. */
function compare(values: readonly unknown[], path: string): string[] {
  if (distinctBy(values, text).length < 2) return [];
  if (!values.every(isLiteral)) return [path];
  const types = distinctBy(values.map(({ type }) => type), text);
  const keys = [...new Set(values.flatMap((value) => Object.keys(value)))].filter((key) =>
    key !== "type"
  );
  // All others have their keys in the order of their defaults.
  if (/^data\b/.test(path)) keys.sort();
  const below = keys.flatMap((key) => {
    // An option that other types don't have is no difference between those that do.
    const having = types.length > 1 ? values.filter((value) => Object.hasOwn(value, key)) : values;
    return compare(having.map((value) => value[key]), `${path}.${key}`);
  });
  return types.length > 1 ? [path, ...below] : below;
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || text(a) === text(b);
}

function text(value: unknown): string {
  return value === undefined ? "" : canonicalJson(value);
}

function distinctBy<T>(values: readonly T[], key: (value: T) => string): T[] {
  // Variants share most objects, and the text of one may be long.
  const once = [...new Set(values)];
  return [...new Map(once.map((value) => [key(value), value])).values()];
}
