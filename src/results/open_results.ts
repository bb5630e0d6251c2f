import { join } from "@std/path";
import { ExperimentError } from "../errors.ts";
import type { CanonicalExperiment } from "../experiment/types.ts";
import { isCanonical } from "./compare_experiments.ts";
import { type CsvTable, parseTable, type TableKind, type TableOptions } from "./csv_table.ts";
import { type CurvesIndex, indexCurves } from "./curves_index.ts";
import { readError } from "./file_errors.ts";
import { denoFiles } from "./file_layer.ts";
import { countOf } from "./format.ts";
import type { Manifest } from "./manifest.ts";
import { comparedFiles, partialFolder } from "./paths.ts";
import { locateFiles, parseManifest, type ReadLayer, withoutRuns } from "./read_results.ts";

/** Results that are compared: only the table of runs is read, the other files when they are asked for. */
export interface OpenResults {
  /** As the user named it. */
  place: string;
  /** Whether it is a folder, or a single table of this kind. */
  kind: "folder" | TableKind;
  /** The compared files that are there. */
  names: ReadonlySet<string>;
  /** The bytes of one of them. */
  read(name: string): Promise<Uint8Array>;
  runs?: CsvTable;
  manifest?: Manifest;
  /** What somebody should know before believing numbers of it. */
  notes: string[];
}

/** How results are opened. */
export interface OpenOptions extends Pick<TableOptions, "metrics"> {
  files?: ReadLayer;
}

/**
 * Opens a results folder, or a single runs.csv or curves.csv under any name, also one from elsewhere
 * (see `TableOptions.foreign`). Of a sweep that was interrupted what was finished is taken.
 *
 * @throws {ExperimentError} Nothing there, or something that is no result.
 */
export async function openResults(
  place: string,
  { files = denoFiles, metrics = [] }: OpenOptions = {},
): Promise<OpenResults> {
  try {
    const found = await files.kind(place);
    if (found === undefined) throw new Deno.errors.NotFound();
    return found === "folder"
      ? await openFolder(place, { files, metrics })
      : await openFile(place, { files, metrics });
  } catch (error) {
    throw error instanceof ExperimentError ? error : readError(place, error);
  }
}

type Opening = Required<OpenOptions>;

async function openFile(place: string, { files, metrics }: Opening): Promise<OpenResults> {
  const bytes = await files.read(place);
  const options = { foreign: true, metrics };
  const curves = curvesOf(bytes, place, options);
  const { kind, missing } = curves;
  return {
    place,
    kind,
    names: new Set([kind]),
    read: () => Promise.resolve(bytes),
    ...(kind === "runs.csv" ? { runs: parseTable(bytes, place, options) } : {}),
    notes: missing.length === 0 ? [] : [missingNote(place, missing)],
  };
}

/**
 * The runs of a curves.csv by an index, where the file is arranged as ours are, else the whole table.
 *
 * @throws {ExperimentError} No such table.
 */
export function curvesOf(
  bytes: Uint8Array,
  file: string,
  options: TableOptions = {},
): CurvesIndex {
  const index = indexCurves(bytes, file, options);
  if (index !== undefined) return index;
  const { rows, ...head } = parseTable(bytes, file, options);
  const groups = Map.groupBy(rows, ({ cells }) => cells.get("run")!);
  return {
    ...head,
    runs: new Map([...groups.keys()].map((run) => [run, undefined])),
    rowsOf: (run) => groups.get(run) ?? [],
    fieldsOf: (run) =>
      (groups.get(run) ?? []).map(({ cells }) => head.columns.map((name) => cells.get(name)!)),
  };
}

async function openFolder(place: string, { files, metrics }: Opening): Promise<OpenResults> {
  const paths = await locateFiles(place, files);
  const runsPath = paths.get("runs.csv");
  const partial = join(place, partialFolder);
  const hasPartial = await files.kind(join(partial, "runs.csv")) === "file";
  if (runsPath === undefined) {
    if (!hasPartial) throw await withoutRuns(place, files);
    const found = await openFolder(partial, { files, metrics });
    return { ...found, place, notes: [interruptedNote(place, found), ...found.notes] };
  }
  const read = (name: string) => files.read(paths.get(name)!);
  const runs = parseTable(await read("runs.csv"), runsPath, { foreign: true, metrics });
  const manifestPath = paths.get("manifest.json");
  const manifest = manifestPath === undefined
    ? undefined
    : parseManifest(await read("manifest.json"), manifestPath);
  return {
    place,
    kind: "folder",
    names: new Set(comparedFiles.filter((name) => paths.has(name))),
    read,
    runs,
    ...(manifest && { manifest }),
    notes: [
      ...unfinishedNotes(place, { runs, manifest }),
      ...(hasPartial ? [`${place} was being made anew: ${partial} has what was finished`] : []),
    ],
  };
}

function interruptedNote(place: string, { runs }: OpenResults): string {
  return `${place} is half-finished: its sweep was interrupted, and its ` +
    `${countOf(runs!.rows.length, "finished run")} in ${partialFolder}/ are compared`;
}

/** Runs that the experiment has and the table has not. */
function unfinishedNotes(
  place: string,
  { runs, manifest }: { runs: CsvTable; manifest: Manifest | undefined },
): string[] {
  if (!isCanonical(manifest?.experiment)) return [];
  const { seeds, variants } = manifest.experiment as CanonicalExperiment;
  const expected = Array.isArray(seeds) ? seeds.length * variants.length : 0;
  return runs.rows.length < expected
    ? [`${place} is half-finished: it has ${runs.rows.length} of ${countOf(expected, "run")}`]
    : [];
}

function missingNote(place: string, missing: readonly string[]): string {
  const meant = {
    variant: "its rows are taken for one variant",
    run: "its rows are told by variant and seed",
  };
  const columns = missing.map((name) => `"${name}"`).join(" and ");
  const how = (["variant", "run"] as const).filter((name) => missing.includes(name));
  return `${place} has no column ${columns}: ${how.map((name) => meant[name]).join(", ")}`;
}
