import { ExperimentError } from "../errors.ts";
import { compareFiles, type FileComparison } from "./compare_files.ts";
import { compareMetrics, type MetricsComparison } from "./compare_metrics.ts";
import { compareSetup, type SetupComparison } from "./compare_setup.ts";
import type { FileLayer } from "./file_layer.ts";
import { readResults, type StoredResults } from "./read_results.ts";

/** Two results side by side. */
export interface Comparison {
  /** The places as the user named them. */
  a: string;
  b: string;
  /** Every compared file has the same bytes. */
  identical: boolean;
  files: FileComparison[];
  setup: SetupComparison;
  metrics: MetricsComparison;
}

/**
 * Compares two results, each a folder or a runs.csv or curves.csv: bytes first, then what they were
 * made with, then the metrics, paired by seed.
 *
 * @throws {ExperimentError} A place that cannot be read or is no result, or two CSV files of
 * different kinds.
 */
export async function compareResults(
  a: string,
  b: string,
  options: { files?: FileLayer } = {},
): Promise<Comparison> {
  const [readA, readB] = [await readResults(a, options), await readResults(b, options)];
  const [resultsA, resultsB] = [restrict(readA, readB), restrict(readB, readA)];
  const tables = resultsA.runs && resultsB.runs
    ? [resultsA.runs, resultsB.runs] as const
    : resultsA.curves && resultsB.curves
    ? [resultsA.curves, resultsB.curves] as const
    : undefined;
  if (tables === undefined) {
    throw new ExperimentError(
      `Cannot compare ${a} with ${b}: they hold no table of the same kind`,
      {
        remedy: "Compare runs.csv with runs.csv, or curves.csv with curves.csv",
      },
    );
  }
  const files = compareFiles(resultsA, resultsB);
  return {
    a,
    b,
    identical: files.every(({ status }) => status === "identical"),
    files,
    setup: compareSetup(readA, readB),
    metrics: compareMetrics(...tables),
  };
}

/** Of a folder that stands beside a single file only the file of that kind counts. */
function restrict(results: StoredResults, other: StoredResults): StoredResults {
  if (other.runs && other.curves || results.files.size === 1 || other.files.size !== 1) {
    return results;
  }
  const { place, files, runs, curves } = results;
  const kept = new Map([...files].filter(([name]) => other.files.has(name)));
  return other.runs ? { place, files: kept, ...(runs && { runs }) } : {
    place,
    files: kept,
    ...(curves && { curves }),
  };
}
