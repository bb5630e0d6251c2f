import { join } from "@std/path";
import { ExperimentError } from "../errors.ts";
import { unknownName } from "../suggest.ts";
import type { CsvRow, CsvTable } from "./csv_table.ts";
import { readError } from "./file_errors.ts";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import { columnName } from "./metric_columns.ts";
import { isOwned, modelPath, pendingFolder } from "./paths.ts";
import { parseModel, type StoredModel } from "./read_model.ts";
import { readResults, type StoredResults } from "./read_results.ts";
import { committedPaths } from "./replace_files.ts";

export interface ModelChoice {
  /** A run of the folder; the best one when absent. */
  run?: string | undefined;
  /** The weights after the best epoch (the default) or after the last. */
  epoch?: "best" | "last" | undefined;
  files?: FileLayer;
}

/**
 * Reads a model file, or the model of one run of a results folder: of the run that is asked for, or
 * of the best one.
 *
 * @param place A `.safetensors` file or a results folder.
 * @throws {ExperimentError} Nothing there, no such run, no models beside the results, or a file
 * that is no model.
 */
export async function readModel(place: string, choice: ModelChoice = {}): Promise<StoredModel> {
  const { files = denoFiles } = choice;
  try {
    const kind = await files.kind(place);
    if (kind === undefined) throw new Deno.errors.NotFound();
    if (kind === "folder") return await readFromFolder(place, { ...choice, files });
    for (const option of ["run", "epoch"] as const) {
      if (choice[option] !== undefined) throw ofFolders(place, option);
    }
    return parseModel(await files.read(place), place);
  } catch (error) {
    throw error instanceof ExperimentError ? error : readError(place, error);
  }
}

async function readFromFolder(
  place: string,
  { run, epoch = "best", files }: ModelChoice & { files: FileLayer },
): Promise<StoredModel> {
  const results = await readResults(place, { files });
  const name = run ?? bestRun(results.runs!, place);
  const names = results.runs!.rows.map(({ key }) => key);
  if (!names.includes(name)) {
    throw new ExperimentError(unknownName("run", name, names), { file: place, place: "--run" });
  }
  // Where the best epoch is the last one there is one file.
  for (const which of epoch === "best" ? ["best", "last"] as const : ["last"] as const) {
    const path = modelPath(name, which);
    const bytes = await readOwned(place, path, files);
    if (bytes !== undefined) return parseModel(bytes, join(place, path));
  }
  throw withoutModel(results, name);
}

/** A file of the newest results, where they wait to be moved into place, too. */
export async function readOwned(
  place: string,
  path: string,
  files: FileLayer,
): Promise<Uint8Array | undefined> {
  if (!isOwned(path)) return undefined;
  const pending = await committedPaths(place, files);
  if (pending !== undefined && !pending.includes(path)) return undefined;
  for (const file of [join(place, pendingFolder, path), join(place, path)]) {
    const waits = file !== join(place, path);
    if (waits && pending === undefined) continue;
    if (await files.kind(file) === "file") return await files.read(file);
  }
  return undefined;
}

/**
 * The name of the best run that did not diverge, by what the summary ranks variants by: the accuracy, where
 * every run has one, else the loss, of the validation part, else the test part, else the training
 * part. Of equal runs the first.
 *
 * @throws {ExperimentError} No run finished.
 */
export function bestRun(table: CsvTable, place: string): string {
  const column = rankingName(table);
  const sign = column.endsWith("accuracy") ? 1 : -1;
  let best: string | undefined;
  let highest = -Infinity;
  for (const { key, cells } of table.rows) {
    const score = sign * numberIn(cells, column);
    if (cells.get("status") === "diverged" || !(score > highest)) continue;
    best = key;
    highest = score;
  }
  if (best !== undefined) return best;
  throw new ExperimentError(`Cannot choose the best run of ${place}: every one diverged`, {
    file: place,
    remedy: "Choose one with --run, or train with a smaller learning rate",
  });
}

function rankingName({ rows }: CsvTable): string {
  const filled = (name: string) => rows.every(({ cells }) => (cells.get(name) ?? "") !== "");
  const candidates = (["validation", "test", "train"] as const).flatMap((part) =>
    (["accuracy", "loss"] as const).map((metric) => ({ part, metric }))
  );
  return candidates.map(columnName).find(filled) ?? columnName({ part: "train", metric: "loss" });
}

function numberIn(cells: CsvRow["cells"], name: string): number {
  const text = cells.get(name) ?? "";
  return text === "" ? NaN : Number(text);
}

function withoutModel({ place, manifest }: StoredResults, run: string): ExperimentError {
  return new ExperimentError(`Cannot predict from ${place}: it has no model of run ${run}`, {
    file: place,
    remedy: "Models are not kept in git; train them first" +
      (manifest === undefined ? "" : `: ${manifest.command}`),
  });
}

function ofFolders(place: string, option: string): ExperimentError {
  return new ExperimentError(`Cannot use --${option} with ${place}: it is a single model`, {
    file: place,
    place: `--${option}`,
    remedy: "Give the results folder to choose from",
  });
}
