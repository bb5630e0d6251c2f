import { compareFiles, compareTables, type FileComparison, firstLine } from "./compare_files.ts";
import { type CsvTable, parseTable } from "./csv_table.ts";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import { modelFile } from "./models.ts";
import { examplesFile, type RecordedFile } from "./paths.ts";
import type { ResultsRecord } from "./read_record.ts";
import type { SweepResult } from "./types.ts";
import { type ModelDifference, verifyModels } from "./verify_models.ts";
import { findParting, type Parting, traceText } from "./weight_trace.ts";
import { resultFiles, type WriteOptions } from "./write_results.ts";

/** What came of making results again. In what differs, `a` is what is recorded and `b` what was made. */
export interface Verification {
  /** The results folder as the user named it. */
  place: string;
  identical: boolean;
  /** How many of how many runs were made again. */
  runs: { made: number; of: number };
  /** Whole files where every run was made again, otherwise what the tables say of those that were. */
  files: FileComparison[];
  models: { compared: number; differences: ModelDifference[] };
  /** Runs whose weights are other ones. */
  parted: PartedRun[];
  /** Files that were changed or removed after the manifest was written. */
  touched: RecordedFile[];
  /** Digests of deno.lock, where they differ: the engine decides the bytes, not the packages. */
  lock?: { recorded: string; now: string };
}

/** A run whose weights are not the recorded ones. */
export interface PartedRun {
  run: string;
  /** Where the traces part; absent where only the weights at the end differ. */
  parting?: Parting;
  /** The first epoch whose row of curves.csv differs; its scores are of the weights before it. */
  curveEpoch?: number;
}

/**
 * Compares recorded results with those of the same sweep, made again.
 *
 * @param sweep The runs that were made again: all of them, or some.
 */
export async function verifyRecord(
  record: ResultsRecord,
  sweep: SweepResult,
  options: { files?: FileLayer } & Pick<WriteOptions, "draw"> = {},
): Promise<Verification> {
  const { place, manifest, touched } = record;
  const { lockDigest, command, source } = manifest;
  // Not made again but taken over: what no run can tell.
  const again = { ...sweep, lockDigest, command, source };
  const isWhole = sweep.runs.length === manifest.runs.length;
  const contents = await resultFiles(
    again,
    isWhole ? options : { draw: () => Promise.resolve("") },
  );
  const made = {
    place: "",
    files: contents,
    runs: parseTable(contents.get("runs.csv")!, "runs.csv"),
    curves: parseTable(contents.get("curves.csv")!, "curves.csv"),
  };
  const names = new Set(sweep.runs.map(({ run }) => run.name));
  const files = isWhole
    ? compareFiles(record, made).map((one) => withLine(one, record.files.get(one.file), contents))
    : [
      compareRows("runs.csv", { recorded: record.runs, made: made.runs, names }),
      compareRows("curves.csv", { recorded: record.curves, made: made.curves, names }),
    ];
  const models = await verifyModels(record, again, options.files ?? denoFiles);
  const parted = partedRuns(record, again, made.curves);
  return {
    place,
    identical: files.every(({ status }) => status === "identical") &&
      models.differences.length === 0 && parted.length === 0,
    runs: { made: sweep.runs.length, of: manifest.runs.length },
    files,
    models,
    parted,
    touched,
    ...(lockDigest === sweep.lockDigest
      ? {}
      : { lock: { recorded: lockDigest, now: sweep.lockDigest } }),
  };
}

/** A table whose cells are all the same, but not its bytes, differs in a line too. */
function withLine(
  comparison: FileComparison,
  recorded: Uint8Array | undefined,
  made: ReadonlyMap<string, Uint8Array>,
): FileComparison {
  const { status, first, unmatched } = comparison;
  const lists = unmatched ? [unmatched.rows, unmatched.columns].flatMap(({ a, b }) => [a, b]) : [];
  const isShown = first !== undefined || lists.some(({ length }) => length > 0);
  if (status !== "different" || isShown || comparison.file === examplesFile) return comparison;
  return { ...comparison, first: firstLine(recorded!, made.get(comparison.file)!) };
}

/** What a recorded table says of some runs, and what it should. */
function compareRows(
  file: "runs.csv" | "curves.csv",
  { recorded, made, names }: {
    recorded: CsvTable | undefined;
    made: CsvTable;
    names: ReadonlySet<string>;
  },
): FileComparison {
  if (recorded === undefined) return { file, status: "only in B" };
  const rows = recorded.rows.filter(({ cells }) => names.has(cells.get("run") ?? ""));
  // A score that only other runs have is an empty column here.
  const columns = recorded.columns.filter((name) =>
    made.columns.includes(name) || rows.some(({ cells }) => cells.get(name) !== "")
  );
  const comparison = compareTables({ ...recorded, rows, columns }, made);
  const { unmatched, differingCells } = comparison;
  const lists = [unmatched.rows, unmatched.columns].flatMap(({ a, b }) => [a, b]);
  return differingCells === 0 && lists.every(({ length }) => length === 0)
    ? { file, status: "identical" }
    : { file, status: "different", ...comparison };
}

function partedRuns(
  { manifest, curves }: ResultsRecord,
  sweep: SweepResult,
  made: CsvTable,
): PartedRun[] {
  const recorded = new Map(manifest.runs.map((entry) => [entry.name, entry]));
  return sweep.runs.flatMap((result) => {
    const { name } = result.run;
    const { trace, weightsSha256 } = recorded.get(name)!;
    const parting = findParting(trace, traceText(result.trace));
    if (!parting && weightsSha256 === modelFile(result, sweep).weightsSha256) return [];
    const curveEpoch = curves && firstOtherEpoch(name, curves, made);
    return [{
      run: name,
      ...(parting ? { parting } : {}),
      ...(curveEpoch === undefined ? {} : { curveEpoch }),
    }];
  });
}

function firstOtherEpoch(run: string, a: CsvTable, b: CsvTable): number | undefined {
  const of = (table: CsvTable) => table.rows.filter(({ cells }) => cells.get("run") === run);
  const { first } = compareTables({ ...a, rows: of(a) }, { ...b, rows: of(b) });
  const epoch = first && a.rows.find(({ key }) => key === first.row)?.cells.get("epoch");
  return epoch === undefined ? undefined : Number(epoch);
}
