import { basename, dirname, join } from "@std/path";
import { ExperimentError } from "../errors.ts";
import { type CsvTable, parseTable } from "./csv_table.ts";
import { readError } from "./file_errors.ts";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import type { Manifest } from "./manifest.ts";
import { type RecordedFile, recordedFiles } from "./paths.ts";
import { parseManifest, readContents, type StoredResults } from "./read_results.ts";
import { sha256Hex } from "./sha256.ts";
import { checkManifest } from "./trusted_manifest.ts";

/** A results folder whose manifest is whole: all that is needed to make the results again. */
export interface ResultsRecord extends StoredResults {
  manifest: Manifest;
  /** Files that are not what they were when the manifest was written, or are gone. */
  touched: RecordedFile[];
}

/**
 * Reads a results folder to make its results again. Its manifest must be as it was written, of this
 * format and numerics version; its other files may be anything, for comparing them is what it is
 * read for.
 *
 * @param place A results folder, or the manifest.json in it.
 * @throws {ExperimentError} No manifest, or one that cannot or must not be made again.
 */
export async function readRecord(
  place: string,
  { files = denoFiles }: { files?: FileLayer } = {},
): Promise<ResultsRecord> {
  try {
    const kind = await files.kind(place);
    if (kind === undefined) throw new Deno.errors.NotFound();
    if (kind === "folder") return await readFolder(place, files);
    if (basename(place) === "manifest.json") return await readFolder(dirname(place), files);
  } catch (error) {
    throw error instanceof ExperimentError ? error : readError(place, error);
  }
  throw new ExperimentError(`Cannot verify ${place}: it must be a results folder`, {
    file: place,
    remedy: "Give the folder that manifest.json is in, such as results/cat",
  });
}

async function readFolder(place: string, files: FileLayer): Promise<ResultsRecord> {
  const contents = await readContents(place, files);
  const bytes = contents.get("manifest.json");
  if (bytes === undefined) throw withoutManifest(place, contents);
  const file = join(place, "manifest.json");
  const manifest = parseManifest(bytes, file);
  checkManifest(manifest, { file, bytes, act: "verify" });
  return {
    place,
    files: contents,
    manifest,
    touched: touchedFiles(manifest, contents),
    ...readTable("runs", contents.get("runs.csv")),
    ...readTable("curves", contents.get("curves.csv")),
  };
}

/** Files that are not what they were when the manifest was written, or are gone. */
export function touchedFiles(
  { files }: Pick<Manifest, "files">,
  contents: ReadonlyMap<string, Uint8Array>,
): RecordedFile[] {
  return recordedFiles.filter((name) => {
    const content = contents.get(name);
    return (content && sha256Hex(content)) !== files[name];
  });
}

/** A table that is none is compared line by line. */
function readTable(kind: "runs" | "curves", bytes: Uint8Array | undefined): {
  runs?: CsvTable;
  curves?: CsvTable;
} {
  if (bytes === undefined) return {};
  try {
    const table = parseTable(bytes, `${kind}.csv`);
    return table.kind === `${kind}.csv` ? { [kind]: table } : {};
  } catch (error) {
    if (error instanceof ExperimentError) return {};
    throw error;
  }
}

function withoutManifest(place: string, contents: ReadonlyMap<string, unknown>): ExperimentError {
  const isPartial = contents.has("runs.csv");
  return new ExperimentError(`Cannot verify ${place}: there is no manifest.json in it`, {
    file: place,
    remedy: isPartial
      ? "These are the runs of a sweep that was interrupted: run its command again, which trains the others"
      : "Give a folder that a run has written, such as results/cat",
  });
}
