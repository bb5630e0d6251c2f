import type { CsvRow, CsvTable, TableKind } from "./csv_table.ts";
import type { CurvesIndex } from "./curves_index.ts";

/** The runs of a result by variant, as far as their metrics are compared. */
export interface Samples {
  from: TableKind;
  /** Columns. */
  metrics: string[];
  variants: ReadonlyMap<string, readonly SampleRow[]>;
}

/** A run: its seed, and its cells after the last epoch. */
export interface SampleRow {
  seed: string;
  cells: CsvRow["cells"];
}

/** Of curves the last row of each run. */
export function samplesOf(table: CsvTable | CurvesIndex): Samples {
  const rows = "rows" in table
    ? table.rows
    : [...table.runs.keys()].flatMap((run) => table.rowsOf(run).slice(-1));
  const variants = new Map<string, SampleRow[]>();
  for (const { cells } of rows) {
    const name = cells.get("variant")!;
    const runs = variants.get(name) ?? [];
    variants.set(name, runs);
    runs.push({ seed: seedText(cells.get("seed")!), cells });
  }
  // The counts of a confusion matrix are no scores.
  const metrics = table.metrics.filter((name) => !/^[a-z]+_confusion_/.test(name));
  return { from: table.kind, metrics, variants };
}

/** Another program may write `1.0` for 1. */
function seedText(text: string): string {
  return /^\d+\.0+$/.test(text) ? text.slice(0, text.indexOf(".")) : text;
}

/** Values by seed of the runs that did not diverge. */
export function seedValues(rows: readonly SampleRow[], metric: string): Map<string, number> {
  return new Map(rows.flatMap(({ seed, cells }): [string, number][] => {
    const text = cells.get(metric) ?? "";
    const value = text.trim() === "" ? NaN : Number(text);
    return Number.isFinite(value) && !isDiverged(cells) ? [[seed, value]] : [];
  }));
}

/** Seeds whose run diverged. */
export function divergedSeeds(rows: readonly SampleRow[]): Set<string> {
  return new Set(rows.filter(({ cells }) => isDiverged(cells)).map(({ seed }) => seed));
}

function isDiverged(cells: CsvRow["cells"]): boolean {
  return cells.get("status") === "diverged";
}
