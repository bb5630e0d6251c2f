import { ExperimentError } from "../errors.ts";
import { unreadable } from "./files.ts";
import { newPictures, takesPictures } from "./new_pictures.ts";
import { newCsvRows, type NewRows, newTypedRows, type TableOptions } from "./new_tables.ts";
import { readRegularFile } from "./regular_file.ts";
import type { DataOptions } from "./schema.ts";
import type { Matrix, Preprocessing } from "./types.ts";

/** What to predict on. */
export interface NewInputs {
  /** Pictures, folders of them, and CSV files, from the working folder. */
  paths: readonly string[];
  /** Rows as typed: `-7,-3;20,2`. */
  rows?: string | undefined;
}

/**
 * Rows that a network has not seen, read as its training data was: files first, in the order given,
 * then rows as typed.
 *
 * @param options.data What the network was trained on.
 * @throws {ExperimentError} for what can't be read or does not fit the network.
 */
export async function readNewRows(
  { paths, rows }: NewInputs,
  { preprocessing, data }: { preprocessing: Preprocessing; data: DataOptions },
): Promise<NewRows> {
  const table: TableOptions = { preprocessing, csv: data.type === "csv" ? data : undefined };
  const resize = data.type === "images" ? data.resize : undefined;
  const read: NewRows[] = [];
  for (const path of paths) {
    const isFolder = await folderAt(path);
    if (isFolder || !isTable(path, preprocessing)) {
      read.push(await newPictures(path, { preprocessing, isFolder, resize }));
    } else {
      read.push(newCsvRows(await readFile(path), { ...table, file: path }));
    }
  }
  if (rows !== undefined) read.push(newTypedRows(rows, table));
  return {
    names: read.flatMap(({ names }) => names),
    inputs: join(read),
    dropped: read.flatMap(({ dropped = [] }) => dropped),
  };
}

/** Only a network that takes pictures makes a picture of a file that is not called a table. */
function isTable(path: string, preprocessing: Preprocessing): boolean {
  return /\.(csv|tsv|txt)$/i.test(path) ||
    (!takesPictures(preprocessing) && !/\.(jpe?g|png|gif|webp|bmp|tiff?|avif|heic)$/i.test(path));
}

async function folderAt(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    throw unreadableInput(path, error);
  }
}

async function readFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readRegularFile(path, { file: path });
  } catch (error) {
    throw error instanceof ExperimentError ? error : unreadableInput(path, error);
  }
}

function unreadableInput(path: string, error: unknown): ExperimentError {
  const { message } = unreadable(path, path, error);
  const remedy = "Give pictures, folders of pictures or .csv files that can be read";
  return new ExperimentError(message, { file: path, remedy }, { cause: error });
}

function join(read: readonly NewRows[]): Matrix {
  const matrices = read.map(({ inputs }) => inputs);
  const [first, ...others] = matrices;
  if (first === undefined) throw new RangeError("Cannot predict on nothing");
  if (others.length === 0) return first;
  const rows = matrices.reduce((sum, matrix) => sum + matrix.rows, 0);
  const { columns } = first;
  const values = first.values instanceof Uint8Array
    ? new Uint8Array(rows * columns)
    : new Float32Array(rows * columns);
  let start = 0;
  for (const matrix of matrices) {
    values.set(matrix.values, start);
    start += matrix.values.length;
  }
  return { values, rows, columns };
}
