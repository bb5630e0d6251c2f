import { type CsvRow, type CsvTable, metricsOf } from "./csv_table.ts";
import { fewestPairs, mostPairs, signFlipP } from "./sign_flip.ts";
import { type Spread, spread } from "./statistics.ts";

/** The level below which a p-value is called a difference. */
export const level = 0.05;

/** What can be said of a difference between A and B. */
export type DifferenceVerdict =
  | "same" // every pair is equal
  | "too few seeds"
  | "too many seeds" // for the exact test
  | "difference" // p < level
  | "no difference shown";

/** A metric of a variant in A and in B, over the runs that did not diverge. */
export interface MetricComparison {
  variant: string;
  /** The column: `test_accuracy`. */
  metric: string;
  a: Spread;
  b: Spread;
  /** Differences B − A of the runs with the same seed; its count is the number of pairs. */
  paired: Spread;
  /** Of the pairs: how many are above 0 and how many below. */
  higher: number;
  lower: number;
  verdict: DifferenceVerdict;
  /** Exact two-sided p-value of the sign-flip test; with 6 to 40 pairs. */
  p?: number;
}

/** The metrics of all variants that A and B have in common, and those only one has. */
export interface MetricsComparison {
  /** Where the values are from: the end of training, or the last row of each run's curve. */
  from: "runs.csv" | "curves.csv";
  metrics: MetricComparison[];
  variantsOnly: { a: string[]; b: string[] };
}

type Values = Map<string, number>;

/** Compares two tables of the same kind, paired by seed. */
export function compareMetrics(a: CsvTable, b: CsvTable): MetricsComparison {
  const [variantsA, variantsB] = [byVariant(a), byVariant(b)];
  const columnsB = new Set(b.columns);
  const common = metricsOf(a).filter((metric) => columnsB.has(metric));
  const metrics = [...variantsA].flatMap(([variant, rowsA]) => {
    const rowsB = variantsB.get(variant);
    if (rowsB === undefined) return [];
    return common.map((metric) =>
      compareMetric(valuesBySeed(rowsA, metric), valuesBySeed(rowsB, metric), { variant, metric })
    );
  });
  return {
    from: a.kind,
    metrics,
    variantsOnly: {
      a: [...variantsA.keys()].filter((name) => !variantsB.has(name)),
      b: [...variantsB.keys()].filter((name) => !variantsA.has(name)),
    },
  };
}

function compareMetric(
  a: Values,
  b: Values,
  names: { variant: string; metric: string },
): MetricComparison {
  const differences = [...a].flatMap(([seed, value]) => {
    const other = b.get(seed);
    return other === undefined ? [] : [other - value];
  });
  return {
    ...names,
    a: spread([...a.values()]),
    b: spread([...b.values()]),
    paired: spread(differences),
    higher: differences.filter((difference) => difference > 0).length,
    lower: differences.filter((difference) => difference < 0).length,
    ...judge(differences),
  };
}

function judge(differences: readonly number[]): { verdict: DifferenceVerdict; p?: number } {
  const pairs = differences.length;
  if (pairs > 0 && differences.every((difference) => difference === 0)) return { verdict: "same" };
  if (pairs < fewestPairs) return { verdict: "too few seeds" };
  if (pairs > mostPairs) return { verdict: "too many seeds" };
  const p = signFlipP(differences);
  return { verdict: p < level ? "difference" : "no difference shown", p };
}

/** Rows of each variant; of curves the last row of each run. */
function byVariant(table: CsvTable): Map<string, CsvRow[]> {
  const last = new Map(table.rows.map((row) => [row.cells.get("run")!, row]));
  const variants = new Map<string, CsvRow[]>();
  for (const row of last.values()) {
    const name = row.cells.get("variant")!;
    const rows = variants.get(name) ?? [];
    rows.push(row);
    variants.set(name, rows);
  }
  return variants;
}

/** Values of the runs that did not diverge. */
function valuesBySeed(rows: readonly CsvRow[], metric: string): Values {
  return new Map(rows.flatMap(({ cells }): [string, number][] => {
    const text = cells.get(metric) ?? "";
    const value = text.trim() === "" ? NaN : Number(text);
    const usable = Number.isFinite(value) && cells.get("status") !== "diverged";
    return usable ? [[cells.get("seed")!, value]] : [];
  }));
}
