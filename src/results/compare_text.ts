import type { Comparison } from "./compare.ts";
import type { FileComparison } from "./compare_files.ts";
import { level, type MetricComparison } from "./compare_metrics.ts";
import { countOf, formatMetric, formatSpread, listOf } from "./format.ts";
import { fewestPairs, mostPairs } from "./sign_flip.ts";
import type { Spread } from "./statistics.ts";

/**
 * A comparison as plain text for a terminal: identity first, then what the two were made with, then
 * the metrics. Where they are identical that is all.
 */
export function comparisonText(comparison: Comparison): string {
  const { a, b, files, identical } = comparison;
  if (identical) {
    const count = countOf(files.length, "file");
    return `Identical: ${a} and ${b} have the same bytes in ${count} (${names(files)}).\n`;
  }
  const sections = [
    [`Not identical.`, `  A  ${a}`, `  B  ${b}`],
    filesLines(files),
    setupLines(comparison),
    metricsLines(comparison),
  ];
  const text = sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
  return `${printable(text)}\n`;
}

/** A CSV from elsewhere must not steer the terminal. */
function printable(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, "\ufffd");
}

function names(files: readonly FileComparison[]): string {
  return files.map(({ file }) => file).join(", ");
}

function filesLines(files: readonly FileComparison[]): string[] {
  const width = widest(files.map(({ file }) => file));
  const states = files.map(({ file, status }) => `  ${file.padEnd(width)}  ${status}`);
  const first = files.find(({ status }) => status !== "identical");
  return ["Files", ...states, ...(first ? firstLines(first) : [])];
}

function firstLines({ file, status, first, unmatched, differingCells }: FileComparison): string[] {
  if (status !== "different") return ["", `First difference: ${file} is ${status}.`];
  const lines = unmatchedLines(file, unmatched);
  if (first !== undefined) {
    const place = first.line === undefined
      ? `row ${first.row}, column ${first.column}`
      : `line ${first.line}`;
    const more = (differingCells ?? 0) > 1
      ? ` (${differingCells} cells differ in the rows and columns both have)`
      : "";
    lines.push(`First difference: ${file}, ${place}${more}`, `  A  ${first.a}`, `  B  ${first.b}`);
  } else if (lines.length === 0) {
    lines.push(`${file}: the same cells, but in other order or written in another way.`);
  }
  return ["", ...lines];
}

function unmatchedLines(file: string, unmatched: FileComparison["unmatched"]): string[] {
  if (unmatched === undefined) return [];
  const { columns, rows } = unmatched;
  return [
    ["column", columns.a, "A"] as const,
    ["column", columns.b, "B"] as const,
    ["row", rows.a, "A"] as const,
    ["row", rows.b, "B"] as const,
  ].flatMap(([noun, found, side]) =>
    found.length === 0
      ? []
      : [`${file}: ${countOf(found.length, noun)} only in ${side}: ${shortList(found)}`]
  );
}

function shortList(texts: readonly string[]): string {
  return texts.length <= 4 ? listOf(texts) : `${texts.slice(0, 3).join("; ")} and others`;
}

function setupLines({ setup }: Comparison): string[] {
  const { from, differences, otherData, otherNumerics } = setup;
  const lines = [];
  if (otherData) {
    lines.push("The two were made on other data or splits: their numbers do not compare directly.");
  }
  if (otherNumerics) {
    lines.push("The two were made with different numerics versions: different bytes are expected.");
  }
  if (differences.length > 0) {
    const width = widest(differences.map(({ path }) => path));
    lines.push(
      "What was set differently",
      ...differences.map(({ path, a, b }) => `  ${path.padEnd(width)}  ${short(a)} → ${short(b)}`),
    );
  } else {
    lines.push(
      from === "manifests"
        ? "The set-up is the same (experiment, data, numerics version, deno.lock): so should the bytes be."
        : "The columns of settings say nothing of a different set-up; a manifest.json would tell all.",
    );
  }
  return lines;
}

/** Digests and long lists are cut; the manifests have all of them. */
function short(text: string | undefined): string {
  if (text === undefined) return "(not set)";
  if (/^[0-9a-f]{64}$/.test(text)) return `${text.slice(0, 12)}…`;
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function metricsLines({ metrics: { metrics, variantsOnly, from } }: Comparison): string[] {
  const only = [["A", variantsOnly.a] as const, ["B", variantsOnly.b] as const]
    .flatMap(([side, found]) => found.length > 0 ? [`Only in ${side}: ${listOf(found)}`] : []);
  if (metrics.length === 0) return ["No variant and metric in common.", ...only];
  const rows = metrics.map((line) => [
    line.metric,
    formatSpread(line.a, kindOf(line)),
    formatSpread(line.b, kindOf(line)),
    pairedText(line),
    verdictText(line),
  ]);
  const table = textTable([["", "A", "B", "B − A by seed", "more than noise?"], ...rows]);
  const grouped = metrics.flatMap(({ variant }, index) =>
    variant === metrics[index - 1]?.variant
      ? [table[index + 1]!]
      : [`  ${variant}`, table[index + 1]!]
  );
  const when = from === "runs.csv" ? "after the last epoch" : "of the last recorded epoch";
  return [`Metrics ${when}`, table[0]!, ...grouped, ...only, "", ...metricsNotes(metrics)];
}

function metricsNotes(metrics: readonly MetricComparison[]): string[] {
  const tested = metrics.filter(({ p }) => p !== undefined).length;
  return [
    "A and B: mean ± standard deviation over the seeds, without runs that diverged.",
    "B − A: mean over the seeds that both have (smallest to largest).",
    ...(metrics.some(({ verdict }) => verdict === "too few seeds")
      ? [`Fewer than ${fewestPairs} common seeds can never show a difference at p < ${level}.`]
      : []),
    ...(tested > 0 ? ["p: exact two-sided sign-flip test."] : []),
    ...(tested > 1
      ? [`Each p stands alone; of ${tested} tests 1 in 20 falls below ${level} by chance.`]
      : []),
  ];
}

function kindOf({ metric }: MetricComparison): "accuracy" | "loss" {
  return metric.endsWith("accuracy") ? "accuracy" : "loss";
}

/** `+0.0120 (−0.0010 to +0.0300)`. */
function pairedText(line: MetricComparison): string {
  const { paired } = line;
  if (paired.count === 0) return "no common seed";
  const difference = signed(paired.mean, kindOf(line));
  return paired.count === 1 || paired.min === paired.max
    ? difference
    : `${difference} (${rangeText(paired, kindOf(line))})`;
}

function rangeText({ min, max }: Spread, metric: "accuracy" | "loss"): string {
  return `${signed(min, metric)} to ${signed(max, metric)}`;
}

function signed(value: number, metric: "accuracy" | "loss"): string {
  const text = formatMetric(Math.abs(value), metric);
  return value > 0 ? `+${text}` : value < 0 ? `−${text}` : text;
}

function verdictText({ verdict, paired, p }: MetricComparison): string {
  switch (verdict) {
    case "same":
      return "equal";
    case "too few seeds":
      return paired.count === 0 ? "cannot tell" : "too few seeds";
    case "too many seeds":
      return `not tested: over ${mostPairs} seeds`;
    case "difference":
      return `yes, p = ${pText(p!)}`;
    case "no difference shown":
      return `not shown, p = ${pText(p!)}`;
  }
}

/** Rounded up, so that no p is shown smaller than it is. */
function pText(p: number): string {
  return p < 0.001 ? "0.001 or less" : (Math.ceil(p * 1000 - 1e-9) / 1000).toFixed(3);
}

function textTable(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => widest(rows.map((row) => row[column]!)));
  return rows.map((row) =>
    `    ${row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ")}`.trimEnd()
  );
}

/** Not by `Math.max(...lengths)`: there may be more lines than a call has room for arguments. */
function widest(texts: readonly string[]): number {
  return texts.reduce((width, { length }) => Math.max(width, length), 0);
}
