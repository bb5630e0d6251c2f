import { ExperimentError } from "../errors.ts";
import { unknownName } from "../suggest.ts";
import {
  compareCurves,
  compareFile,
  compareTables,
  type FileComparison,
  type TableDifference,
} from "./compare_files.ts";
import { compareMetrics, type MetricsComparison } from "./compare_metrics.ts";
import { compareSetup, type SetupComparison } from "./compare_setup.ts";
import type { TableKind, TableOptions } from "./csv_table.ts";
import { curvesOf, type OpenOptions, type OpenResults } from "./open_results.ts";
import { openPlace } from "./open_place.ts";
import { comparedFiles } from "./paths.ts";
import { samplesOf } from "./samples.ts";

/** A result that is compared. */
export interface ComparedResult {
  /** `A`, `B`, … in the order in which they were given. */
  label: string;
  /** As the user named it. */
  place: string;
  /** What somebody should know before believing numbers of it. */
  notes: string[];
}

/** A result beside the baseline. */
export interface ResultComparison {
  /** Its place among all results. */
  result: number;
  /** Every compared file has the same bytes. */
  identical: boolean;
  /** A is the baseline, B the result. */
  files: FileComparison[];
  setup: SetupComparison;
}

/** Two or more results side by side, each compared with one of them. */
export interface Comparison {
  results: ComparedResult[];
  /** The place of the baseline among them. */
  baseline: number;
  /** All of them have the same bytes. */
  identical: boolean;
  comparisons: ResultComparison[];
  metrics: MetricsComparison;
}

export interface CompareOptions extends Pick<OpenOptions, "files"> {
  /** Columns that are compared; by default all metrics that the results have in common. */
  metrics?: readonly string[];
  /** The result that the others are compared with, by its place or its label; by default the first. */
  baseline?: string;
}

const labels = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * Compares results with one of them, each a folder, a runs.csv or curves.csv, or one of these at a git
 * revision (`results/cat@HEAD~1`, `HEAD~1:results/cat`): bytes first, then what they were made with,
 * then the metrics, paired by seed.
 *
 * @param places Two to 26.
 * @throws {ExperimentError} A place that cannot be read or is no result, CSV files of different kinds,
 * a baseline or a metric that is not there.
 */
export async function compareResults(
  places: readonly string[],
  { files, metrics, baseline: named }: CompareOptions = {},
): Promise<Comparison> {
  if (places.length < 2 || places.length > labels.length) {
    throw new ExperimentError(
      `Cannot compare ${places.length} results: 2 to ${labels.length} can be`,
    );
  }
  const results = places.map((place, index) => ({ place, label: labels[index]! }));
  const baseline = findBaseline(results, named);
  const opened: OpenResults[] = [];
  for (const place of places) {
    opened.push(await openPlace(place, { ...(files && { files }), ...(metrics && { metrics }) }));
  }
  const kind = commonKind(opened);
  const table = { foreign: true, ...(metrics && { metrics }) };
  const comparisons: ResultComparison[] = [];
  for (const [result, other] of opened.entries()) {
    if (result === baseline) continue;
    const compared = await compareFilesOf(opened[baseline]!, { other, kind, table });
    const identical = compared.every(({ status }) => status === "identical");
    const setup = compareSetup(opened[baseline]!, other);
    comparisons.push({ result, identical, files: compared, setup });
  }
  const samples = [];
  for (const one of opened) {
    samples.push(samplesOf(
      kind === "curves.csv" ? curvesOf(await one.read(kind), one.place, table) : one.runs!,
    ));
  }
  return {
    results: results.map((one, index) => ({ ...one, notes: opened[index]!.notes })),
    baseline,
    identical: comparisons.every(({ identical }) => identical),
    comparisons,
    metrics: compareMetrics(samples, { baseline, metrics }),
  };
}

function findBaseline(
  results: readonly { place: string; label: string }[],
  named: string | undefined,
): number {
  if (named === undefined) return 0;
  const byPlace = results.findIndex(({ place }) => place === named);
  if (byPlace !== -1) return byPlace;
  const byLabel = results.findIndex(({ label }) => label === named);
  if (byLabel !== -1) return byLabel;
  const allowed = results.flatMap(({ place, label }) => [label, place]);
  throw new ExperimentError(unknownName("baseline", named, allowed), { place: "--baseline" });
}

/** Of folders that stand beside a single file only the files of that kind count. */
function commonKind(results: readonly OpenResults[]): "folder" | TableKind {
  const kinds = (["runs.csv", "curves.csv"] as const)
    .filter((name) => results.some(({ kind }) => kind === name));
  const [kind = "folder"] = kinds;
  const without = kind === "folder" ? undefined : results.find(({ names }) => !names.has(kind));
  if (kinds.length < 2 && without === undefined) return kind;
  const other = without ?? results.find(({ kind }) => kind === "curves.csv")!;
  const one = results.find((result) => result !== other && result.kind === kind)!;
  throw new ExperimentError(
    `Cannot compare ${one.place} with ${other.place}: they hold no table of the same kind`,
    { remedy: "Compare runs.csv with runs.csv, or curves.csv with curves.csv" },
  );
}

/** File by file: of two large ones no more is in memory than these. */
async function compareFilesOf(
  a: OpenResults,
  { other: b, kind, table }: {
    other: OpenResults;
    kind: "folder" | TableKind;
    table: TableOptions;
  },
): Promise<FileComparison[]> {
  const names = comparedFiles.filter((name) =>
    kind === "folder" ? a.names.has(name) || b.names.has(name) : name === kind
  );
  const compared: FileComparison[] = [];
  for (const file of names) {
    const bytesA = a.names.has(file) ? await a.read(file) : undefined;
    const bytesB = b.names.has(file) ? await b.read(file) : undefined;
    compared.push(compareFile(file, {
      a: bytesA,
      b: bytesB,
      differ() {
        if (file === "runs.csv") return a.runs && b.runs && compareTables(a.runs, b.runs);
        return file === "curves.csv"
          ? differingCurves([bytesA!, a.place], [bytesB!, b.place], table)
          : undefined;
      },
    }));
  }
  return compared;
}

/** `undefined` where one of them is no such table: the files are then compared line by line. */
function differingCurves(
  a: readonly [Uint8Array, string],
  b: readonly [Uint8Array, string],
  table: TableOptions,
): TableDifference | undefined {
  try {
    return compareCurves(curvesOf(...a, table), curvesOf(...b, table));
  } catch (error) {
    if (error instanceof ExperimentError) return undefined;
    throw error;
  }
}
