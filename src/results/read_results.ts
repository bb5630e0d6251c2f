import { join } from "@std/path";
import { ExperimentError } from "../errors.ts";
import { excessOf } from "../experiment/mod.ts";
import { maximumManifestBytes, wrongInManifest } from "./check_manifest.ts";
import { type CsvTable, parseTable } from "./csv_table.ts";
import { readError } from "./file_errors.ts";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import type { Manifest } from "./manifest.ts";
import { comparedFiles, journalFolder, partialFolder, pendingFolder } from "./paths.ts";
import { committedPaths } from "./replace_files.ts";

/** A results folder or a CSV file of one, read back. */
export interface StoredResults {
  /** As the user named it. */
  place: string;
  /** Content of each of `comparedFiles` that exists. */
  files: ReadonlyMap<string, Uint8Array>;
  runs?: CsvTable;
  curves?: CsvTable;
  manifest?: Manifest;
}

/**
 * Reads a results folder, or a single runs.csv or curves.csv under any name. Of a folder whose new
 * results were written but not yet moved into place the new ones are read.
 *
 * @throws {ExperimentError} Nothing there, or something that is no result.
 */
export async function readResults(
  place: string,
  options: { files?: FileLayer } = {},
): Promise<StoredResults> {
  const { files = denoFiles } = options;
  try {
    const found = await files.kind(place);
    if (found === undefined) throw new Deno.errors.NotFound();
    return found === "folder" ? await readFolder(place, files) : await readFile(place, files);
  } catch (error) {
    throw error instanceof ExperimentError ? error : readError(place, error);
  }
}

async function readFile(place: string, files: FileLayer): Promise<StoredResults> {
  const bytes = await files.read(place);
  const table = parseTable(bytes, place);
  const contents = new Map([[table.kind, bytes]]);
  return table.kind === "runs.csv"
    ? { place, files: contents, runs: table }
    : { place, files: contents, curves: table };
}

async function readFolder(place: string, files: FileLayer): Promise<StoredResults> {
  const contents = await readContents(place, files);
  const runs = contents.get("runs.csv");
  const curves = contents.get("curves.csv");
  if (runs === undefined) throw await withoutRuns(place, files);
  const manifest = contents.get("manifest.json");
  return {
    place,
    files: contents,
    runs: parseTable(runs, join(place, "runs.csv")),
    ...(curves && { curves: parseTable(curves, join(place, "curves.csv")) }),
    ...(manifest && { manifest: parseManifest(manifest, join(place, "manifest.json")) }),
  };
}

/** What of a file system is read from. */
export type ReadLayer = Pick<FileLayer, "kind" | "read">;

/** The bytes of each of `comparedFiles` that a results folder has, the newest ones where they wait. */
export async function readContents(
  place: string,
  files: ReadLayer,
): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  for (const [name, path] of await locateFiles(place, files)) {
    contents.set(name, await files.read(path));
  }
  return contents;
}

/** Where each of `comparedFiles` of a results folder is. */
export async function locateFiles(place: string, files: ReadLayer): Promise<Map<string, string>> {
  const pending = await committedPaths(place, files);
  const paths = new Map<string, string>();
  for (const name of comparedFiles) {
    if (pending !== undefined && !pending.includes(name)) continue;
    const waiting = join(place, pendingFolder, name);
    const path = pending !== undefined && await files.kind(waiting) === "file"
      ? waiting
      : join(place, name);
    if (await files.kind(path) === "file") paths.set(name, path);
  }
  return paths;
}

/** Why a folder without runs.csv is no result, and what to give instead. */
export async function withoutRuns(place: string, files: ReadLayer): Promise<ExperimentError> {
  const partial = join(place, partialFolder);
  const interrupted = await files.kind(join(partial, "runs.csv")) === "file";
  return new ExperimentError(`Cannot read ${place}: there is no runs.csv in it`, {
    file: place,
    remedy: interrupted
      ? `Its runs were interrupted: give ${partial} for those that finished`
      : await files.kind(join(place, journalFolder)) === "folder"
      ? "Its sweep never ended: run the experiment again, which takes the runs that were finished"
      : "Give a folder that a run has written, such as results/cat",
  });
}

/**
 * Reads manifest.json as far as it must be right to be compared; who re-runs from it checks more.
 *
 * @throws {ExperimentError} No JSON, or not of this shape.
 */
export function parseManifest(bytes: Uint8Array, file: string): Manifest {
  if (bytes.length > maximumManifestBytes) {
    throw badManifest(file, `it has ${bytes.length} bytes, over ${maximumManifestBytes}`);
  }
  const manifest = parseJson(bytes, file);
  const problem = wrongInManifest(manifest);
  if (problem !== undefined) throw badManifest(file, problem);
  return manifest as Manifest;
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw badManifest(file, "it is not text in UTF-8");
  }
  const excess = excessOf(text);
  if (excess !== undefined) throw badManifest(file, excess);
  try {
    return JSON.parse(text);
  } catch {
    throw badManifest(file, "it is not JSON");
  }
}

function badManifest(file: string, why: string): ExperimentError {
  return new ExperimentError(`Cannot read ${file}: ${why}`, {
    file,
    remedy: "Run the experiment again, which writes it anew",
  });
}
