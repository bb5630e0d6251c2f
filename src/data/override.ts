import { isAbsolute, relative } from "@std/path";
import { parseCsv } from "./csv_table.ts";
import { detectArrays, type NamesOption } from "./detect_arrays.ts";
import { type PartName, partNames } from "./digest.ts";
import { readData } from "./files.ts";
import { openHdf5 } from "./hdf5.ts";
import { classifyPictures } from "./images/labels.ts";
import { listPictures } from "./images/listing.ts";
import type { ImagesOptions } from "./images_options.ts";
import { openNpz } from "./npz.ts";
import { findData, type FoundData } from "./override_files.ts";
import type { SplitOptions } from "./preparation.ts";
import { type DataOptions, dataSchema } from "./schema.ts";

/** The fraction split off for a part that the experiment's data has and the new data lacks. */
const heldOut = 0.2;

/** Options of one type of data without type, paths, split and normalize. */
type OwnOptions = Record<string, unknown>;

/**
 * Puts the data at a path in the place of an experiment's own.
 *
 * | at the path | what is read |
 * |---|---|
 * | a `.h5`, `.hdf5`, `.npz` or `.csv` file | the file |
 * | a folder with such files | the one there is, or `train…` with `test…` and `validation…` |
 * | a folder of `.npy` files | inputs and labels by their names: `x_train.npy`, `y_train.npy` |
 * | any other folder | pictures: in folders `train` and `test`; or in a folder for each class; or with the class in the name, `cat.12.jpg` |
 *
 * Where the type of data stays the same, so do all options but the paths; a class of pictures keeps
 * those of its labels that occur, and all grouping is dropped if a label has no class or a class no
 * label. Where the type changes, `split` and `normalize` stay, save that `unit` becomes `auto`; the
 * target of a CSV file is then its last column.
 *
 * Nothing is split off for a part that the new data has. For a part that the experiment's data has,
 * and the new data has not, a fifth of the rows is split off.
 *
 * @param options The experiment's data.
 * @param path The other data, from the working folder.
 * @param folder Absolute folder that the returned paths start from: the experiment file's.
 * @throws {ExperimentError} If there is nothing at the path, or no telling what it is.
 */
export async function overrideData(
  options: DataOptions,
  path: string,
  { folder }: { folder: string },
): Promise<DataOptions> {
  const found = await findData(path);
  const kept = found.type === options.type ? ownOptions(options) : {};
  const own = await completeOptions(found, kept);
  const parts = await partsIn(found, own);
  return dataSchema.parse({
    type: found.type,
    ...pathsFrom(folder, found.files) as Record<string, unknown>,
    ...own,
    ...preparationOf(options, { type: found.type, parts }),
  });
}

function ownOptions(options: DataOptions): OwnOptions {
  const kept: OwnOptions = { ...options };
  for (const name of ["type", "path", ...partNames, "split", "normalize"]) delete kept[name];
  return kept;
}

/** Options that depend on what is in the files. */
async function completeOptions(found: FoundData, kept: OwnOptions): Promise<OwnOptions> {
  const { type, files } = found;
  if (type === "npy") return kept;
  const first = "path" in files ? files.path : files.train;
  const context = { folder: first };
  if (type === "images" && kept.classes !== undefined) {
    const listing = await listPictures(first, context);
    const { labels } = kept as Pick<ImagesOptions, "labels">;
    const occurring = classifyPictures([listing], labels === undefined ? {} : { labels }).classes;
    const { classes, ...others } = kept;
    const grouping = occurringGroups(classes as Record<string, string[]>, occurring);
    return grouping === undefined ? others : { ...others, classes: grouping };
  }
  if (type === "csv" && kept.target === undefined) {
    const bytes = await readData(first, context);
    const { columns } = parseCsv(bytes, { file: first, header: true, separator: "," });
    return { target: columns.at(-1)! };
  }
  return kept;
}

/** The classes with the labels that occur; undefined if they don't fit. */
function occurringGroups(
  classes: Record<string, string[]>,
  occurring: readonly string[],
): Record<string, string[]> | undefined {
  const groups = Object.entries(classes).map(([name, labels]) =>
    [name, labels.filter((label) => occurring.includes(label))] as const
  );
  const grouped = groups.flatMap(([, labels]) => labels);
  const fits = groups.every(([, labels]) => labels.length > 0) &&
    occurring.every((label) => grouped.includes(label));
  return fits ? Object.fromEntries(groups) : undefined;
}

/** The parts that the new data comes in. */
async function partsIn({ type, files }: FoundData, own: OwnOptions): Promise<Set<PartName>> {
  const given = partNames.filter((part) => part in files);
  if (given.length > 0 || !("path" in files)) return new Set(given);
  if (type !== "hdf5" && type !== "npz") return new Set(["train"]);
  const context = { folder: files.path };
  const file = await (type === "hdf5" ? openHdf5 : openNpz)(files.path, context);
  try {
    const { inputs, labels } = own as { inputs?: NamesOption; labels?: NamesOption };
    const found = detectArrays(file.names, { file: files.path, inputs, labels });
    return new Set(partNames.filter((part) => found[part] !== undefined));
  } finally {
    file.close();
  }
}

/** `split` and `normalize` for the new data. */
function preparationOf(
  options: DataOptions,
  { type, parts }: { type: DataOptions["type"]; parts: ReadonlySet<PartName> },
): Pick<DataOptions, "split" | "normalize"> {
  const split: SplitOptions = { ...options.split };
  for (const part of ["validation", "test"] as const) {
    if (parts.has(part)) delete split[part];
    else if (part in options && options[part as keyof DataOptions] !== undefined) {
      split[part] = heldOut;
    }
  }
  const { normalize } = options;
  const keeps = normalize !== undefined && (normalize !== "unit" || type === options.type);
  return {
    ...(Object.keys(split).length === 0 ? {} : { split }),
    ...(keeps ? { normalize } : {}),
  };
}

/** Paths as an experiment file in the folder would name them. */
function pathsFrom(folder: string, files: unknown): unknown {
  if (typeof files !== "string") {
    const entries = Object.entries(files as Record<string, unknown>);
    return Object.fromEntries(entries.map(([name, file]) => [name, pathsFrom(folder, file)]));
  }
  const path = relative(folder, files).replaceAll("\\", "/");
  return path.startsWith("..") || isAbsolute(path) ? path : `./${path}`;
}
