import {
  compareExperiments,
  differing,
  gather,
  type SetupDifference,
} from "./compare_experiments.ts";
import type { CsvTable } from "./csv_table.ts";
import type { Manifest } from "./manifest.ts";
import type { StoredResults } from "./read_results.ts";

/** What differs in how A and B were made. */
export interface SetupComparison {
  /** The manifests tell all; without them only the columns of settings do. */
  from: "manifests" | "columns";
  /** The data that a variant of both was measured on is another: the numbers cannot be compared. */
  otherData: boolean;
  otherNumerics: boolean;
  /** Data and numerics first, then the experiment in its canonical order. */
  differences: SetupDifference[];
}

/** Compares how two results were made. */
export function compareSetup(a: SetupSource, b: SetupSource): SetupComparison {
  if (a.manifest && b.manifest) return compareManifests(a.manifest, b.manifest);
  const differences = a.runs && b.runs ? compareColumns(a.runs, b.runs) : [];
  const otherData = differences.some(({ path }) => /^data\b/.test(path));
  return { from: "columns", otherData, otherNumerics: false, differences };
}

type SetupSource = Pick<StoredResults, "manifest" | "runs">;

function compareManifests(a: Manifest, b: Manifest): SetupComparison {
  const data = compareData(a, b);
  const numerics = differing(
    new Map([["numerics version", String(a.numericsVersion)]]),
    new Map([["numerics version", String(b.numericsVersion)]]),
  );
  const weights = differing(weightLines(a), weightLines(b));
  const experiment = compareExperiments(a.experiment, b.experiment);
  const lock = differing(
    new Map([["deno.lock digest", String(a.lockDigest)]]),
    new Map([["deno.lock digest", String(b.lockDigest)]]),
  );
  return {
    from: "manifests",
    otherData: data.length > 0 ||
      experiment.some(({ path }) => /^data\.(split|normalize)\b/.test(path)),
    otherNumerics: numerics.length > 0,
    differences: [...data, ...numerics, ...weights, ...experiment, ...lock],
  };
}

/**
 * What differs in the data of the variants that both have. Where they have none in common, the data
 * is another one if no digest is in both.
 */
function compareData(a: Manifest, b: Manifest): SetupDifference[] {
  const [linesA, linesB] = [dataByVariant(a), dataByVariant(b)];
  const common = [...linesA.keys()].filter((name) => linesB.has(name));
  if (common.length === 0) {
    const [digestsA, digestsB] = [digestsOf(a), digestsOf(b)];
    const known = new Set(digestsB);
    if (digestsA.some((digest) => known.has(digest))) return [];
    return [{ path: "data: digest", a: digestsA.join(", "), b: digestsB.join(", ") }];
  }
  const groups = new Map<string, { names: string[]; difference: SetupDifference }>();
  for (const name of common) {
    for (const difference of differing(linesA.get(name)!, linesB.get(name)!)) {
      const key = JSON.stringify(difference);
      const group = groups.get(key) ?? { names: [], difference };
      groups.set(key, group);
      group.names.push(name);
    }
  }
  return [...groups.values()].map(({ names, difference }) => {
    const of = names.length === common.length ? "data" : `data of ${names.join(", ")}`;
    return { ...difference, path: `${of}: ${difference.path}` };
  });
}

function dataByVariant({ data }: Manifest): Map<string, Map<string, string>> {
  return new Map(data.flatMap(({ digest, rows, variants }) => {
    const lines = new Map([["digest", String(digest)], ["rows", JSON.stringify(rows) ?? ""]]);
    return (variants ?? [""]).map((name) => [name, lines] as const);
  }));
}

function digestsOf({ data }: Manifest): string[] {
  return [...new Set(data.map(({ digest }) => String(digest)))];
}

function weightLines({ initialWeights }: Manifest): Map<string, string> {
  const list = Array.isArray(initialWeights) ? initialWeights : [];
  return new Map(list.map(({ path, digest }) => [`initial weights ${path}: digest`, `${digest}`]));
}

/** Columns of settings stand between `seed` and `parameters`. */
function compareColumns(a: CsvTable, b: CsvTable): SetupDifference[] {
  const columnsB = new Set(settingColumns(b));
  const columns = settingColumns(a).filter((name) => columnsB.has(name));
  const rowsB = new Map(b.rows.map(({ key, cells }) => [key, cells]));
  const changes = new Map<string, { name: string; difference: SetupDifference }>();
  const common = new Set<string>();
  for (const { key, cells } of a.rows) {
    const other = rowsB.get(key);
    if (other === undefined) continue;
    const name = cells.get("variant")!;
    common.add(name);
    for (const path of columns) {
      const difference = { path, a: cells.get(path), b: other.get(path) };
      if (difference.a !== difference.b) {
        changes.set(JSON.stringify([path, name]), { name, difference });
      }
    }
  }
  return gather([...changes.values()], common.size);
}

function settingColumns({ columns }: CsvTable): string[] {
  const end = columns.indexOf("parameters");
  return end === -1 ? [] : columns.slice(columns.indexOf("seed") + 1, end);
}
