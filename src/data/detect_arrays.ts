import { ExperimentError } from "../errors.ts";
import { unknownName } from "../suggest.ts";
import { type PartName, partNames } from "./digest.ts";

/** Which of the arrays of a file make up a part. */
export interface ArrayNames {
  inputs: string;
  labels: string;
}

/** One name for every file, or one for each part. */
export type NamesOption = string | { train: string; validation?: string; test?: string };

const roleWords: Record<keyof ArrayNames, string[]> = {
  inputs: ["x", "inputs", "images", "features"],
  labels: ["y", "labels", "targets"],
};
const partWords: Record<PartName, string[]> = {
  train: ["train", "training"],
  validation: ["validation", "valid", "val", "dev"],
  test: ["test", "testing"],
};

interface DetectOptions {
  file: string;
  /** Which part the whole file is, if it is one. */
  part?: PartName | undefined;
  inputs?: NamesOption | undefined;
  labels?: NamesOption | undefined;
}

/**
 * Finds inputs and labels among the arrays of a file, by the names that the user gave, otherwise by
 * the words in the arrays' names: `train_set_x`, `X`, `images` are inputs; `train_set_y`, `y`,
 * `labels` are labels; `train`, `val`, `test` name a part, and no such word means `train`.
 *
 * A file that is one part has that part only. In a file with all rows, a single name given is that
 * of the rows for training.
 *
 * @param names All arrays of the file, in a stable order.
 * @throws {ExperimentError} If there is no such array, or no telling which one is meant.
 */
export function detectArrays(
  names: readonly string[],
  options: DetectOptions,
): Partial<Record<PartName, ArrayNames>> {
  const found: Partial<Record<PartName, ArrayNames>> = {};
  for (const part of options.part === undefined ? partNames : [options.part]) {
    const inputs = pickArray(names, "inputs", part, options);
    if (inputs === undefined) {
      if (part === "train" || part === options.part) throw notFound(names, "inputs", options.file);
      continue;
    }
    const labels = pickArray(names, "labels", part, options);
    if (labels === undefined) throw notFound(names, "labels", options.file);
    found[part] = { inputs, labels };
  }
  return found;
}

/** The array with that role in a part; undefined if there is none. */
function pickArray(
  names: readonly string[],
  role: keyof ArrayNames,
  part: PartName,
  options: DetectOptions,
): string | undefined {
  const { file } = options;
  const one = options.part !== undefined;
  const given = options[role];
  const name = typeof given === "string"
    ? (one || part === "train" ? given : undefined)
    : given?.[part];
  if (name !== undefined) {
    if (names.includes(name)) return name;
    throw new ExperimentError(unknownName("array", name, names), { file, place: `data.${role}` });
  }
  if (given !== undefined && !one) return undefined;
  const candidates = names.filter((name) => {
    const words = wordsOf(name);
    return words.some((word) => roleWords[role].includes(word)) &&
      (one || (partNamed(name) ?? "train") === part);
  });
  if (candidates.length <= 1) return candidates[0];
  throw new ExperimentError(
    `Cannot tell which array holds the ${role}: ${candidates.join(" or ")}`,
    { file, place: `data.${role}`, remedy: `Name it in data.${role}` },
  );
}

function wordsOf(name: string): string[] {
  const last = name.slice(name.lastIndexOf("/") + 1);
  return last.toLowerCase().split(/[^a-z]+/);
}

/** The part that a file, folder or array is named for. */
export function partNamed(name: string): PartName | undefined {
  const words = wordsOf(name);
  return partNames.find((part) => words.some((word) => partWords[part].includes(word)));
}

function notFound(
  names: readonly string[],
  role: keyof ArrayNames,
  file: string,
): ExperimentError {
  const list = names.length === 0 ? "no arrays" : `the arrays ${names.join(", ")}`;
  return new ExperimentError(
    `Cannot find the ${role} in ${file}: it has ${list}, and none is named like ` +
      `${roleWords[role].join(", ")}`,
    { file, place: `data.${role}`, remedy: `Name the array in data.${role}` },
  );
}
