import type { Comparison, ResultComparison } from "./compare.ts";
import type { FileComparison } from "./compare_files.ts";
import { metricsBlocks } from "./compare_report_metrics.ts";
import { countOf, listOf } from "./format.ts";

/** A part of a report, as texts that are not escaped for any format yet. */
export type Block =
  | { kind: "title"; text: string }
  /** A line each. */
  | { kind: "lines"; lines: string[] }
  | { kind: "table"; header: string[]; rows: string[][]; numeric?: (column: number) => boolean };

/**
 * What is to be said of a comparison: identity first, whether the data is another one, then what was
 * set differently, then the metrics. Where they are identical that is all.
 */
export function comparisonReport(comparison: Comparison): Block[] {
  const { results, identical, comparisons } = comparison;
  if (identical) {
    const { files } = comparisons[0]!;
    const names = files.map(({ file }) => file).join(", ");
    const places = listOf(results.map(({ place }) => place));
    return [
      lines([
        `Identical: ${places} have the same bytes in ${countOf(files.length, "file")} (${names}).`,
        ...noteLines(comparison),
      ]),
    ];
  }
  return [
    lines(["Not identical."]),
    { kind: "table", header: [], rows: results.map((_, index) => resultRow(comparison, index)) },
    lines(dataLines(comparison)),
    ...comparisons.flatMap((one) => filesBlocks(comparison, one)),
    ...comparisons.flatMap((one) => setupBlocks(comparison, one)),
    ...metricsBlocks(comparison),
  ];
}

function resultRow({ results, baseline, comparisons }: Comparison, index: number): string[] {
  const { label, place } = results[index]!;
  if (results.length === 2 && baseline === 0) return [label, place];
  const beside = comparisons.find(({ result }) => result === index);
  const word = beside === undefined
    ? "the baseline"
    : beside.identical
    ? `identical to ${results[baseline]!.label}`
    : "";
  return [label, place, word];
}

function noteLines({ results }: Comparison): string[] {
  return results.flatMap(({ notes }) => notes.map((note) => `Note: ${note}.`));
}

/** What must be known before any number: other data or splits, half-finished sweeps. */
export function dataLines(comparison: Comparison): string[] {
  const { results, baseline, comparisons } = comparison;
  const base = results[baseline]!.label;
  const data = comparisons.flatMap(({ result, identical, setup }) => {
    const { label } = results[result]!;
    if (setup.otherData) {
      return [
        `${base} and ${label} were made on other data or splits: their numbers do not compare directly.`,
      ];
    }
    return setup.from === "manifests" || identical ? [] : [
      `Whether ${base} and ${label} were made on the same data is not known: not both have a manifest.json.`,
    ];
  });
  return [...data, ...noteLines(comparison)];
}

function filesBlocks(
  comparison: Comparison,
  { result, identical, files }: ResultComparison,
): Block[] {
  const [a, b] = labelsOf(comparison, result);
  if (identical) return [];
  const first = files.find(({ status }) => status !== "identical")!;
  return [
    title(comparison, result, "Files"),
    {
      kind: "table",
      header: [],
      rows: files.map(({ file, status }) => [file, sided(status, { a, b })]),
    },
    lines(firstLines(first, { a, b })),
  ];
}

interface Sides {
  a: string;
  b: string;
}

function sided(status: FileComparison["status"], { a, b }: Sides): string {
  if (status === "only in A") return `only in ${a}`;
  return status === "only in B" ? `only in ${b}` : status;
}

function firstLines(
  { file, status, first, unmatched, differingCells }: FileComparison,
  sides: Sides,
): string[] {
  if (status !== "different") return [`First difference: ${file} is ${sided(status, sides)}.`];
  const found = unmatchedLines(file, { unmatched, ...sides });
  if (first !== undefined) {
    const place = first.line === undefined
      ? `row ${first.row}, column ${first.column}`
      : `line ${first.line}`;
    const more = (differingCells ?? 0) > 1
      ? ` (${differingCells} cells differ in the rows and columns both have)`
      : "";
    found.push(
      `First difference: ${file}, ${place}${more}`,
      `  ${sides.a}  ${first.a}`,
      `  ${sides.b}  ${first.b}`,
    );
  } else if (found.length === 0) {
    found.push(`${file}: the same cells, but in other order or written in another way.`);
  }
  return found;
}

function unmatchedLines(
  file: string,
  { unmatched, a, b }: Sides & { unmatched: FileComparison["unmatched"] },
): string[] {
  if (unmatched === undefined) return [];
  const { columns, rows, counts } = unmatched;
  return [
    ["column", columns.a, a, columns.a.length] as const,
    ["column", columns.b, b, columns.b.length] as const,
    ["row", rows.a, a, counts?.a ?? rows.a.length] as const,
    ["row", rows.b, b, counts?.b ?? rows.b.length] as const,
  ].flatMap(([noun, found, side, count]) =>
    count === 0 ? [] : [`${file}: ${countOf(count, noun)} only in ${side}: ${shortList(found)}`]
  );
}

function shortList(texts: readonly string[]): string {
  return texts.length <= 4 ? listOf(texts) : `${texts.slice(0, 3).join("; ")} and others`;
}

function setupBlocks(
  comparison: Comparison,
  { result, identical, setup }: ResultComparison,
): Block[] {
  if (identical) return [];
  const [a, b] = labelsOf(comparison, result);
  const { from, differences, otherNumerics } = setup;
  const numerics = otherNumerics
    ? [lines([`${a} and ${b} have different numerics versions: different bytes are expected.`])]
    : [];
  if (differences.length === 0) {
    return [
      ...numerics,
      lines([
        from === "manifests"
          ? `The set-up of ${a} and ${b} is the same (experiment, data, numerics version, deno.lock): so should the bytes be.`
          : "The columns of settings say nothing of a different set-up; a manifest.json would tell all.",
      ]),
    ];
  }
  return [
    ...numerics,
    title(comparison, result, "What was set differently"),
    {
      kind: "table",
      header: ["setting", a, b],
      rows: differences.map((one) => [short(one.path), short(one.a), short(one.b)]),
    },
  ];
}

/** Digests and long lists are cut; the manifests have all of them. */
function short(text: string | undefined): string {
  if (text === undefined) return "(not set)";
  if (/^[0-9a-f]{64}$/.test(text)) return `${text.slice(0, 12)}…`;
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Of two results nobody has to be told which. */
function title(comparison: Comparison, result: number, text: string): Block {
  const [a, b] = labelsOf(comparison, result);
  const more = comparison.results.length > 2 ? `: ${a} and ${b}` : "";
  return { kind: "title", text: `${text}${more}` };
}

function labelsOf({ results, baseline }: Comparison, result: number): [a: string, b: string] {
  return [results[baseline]!.label, results[result]!.label];
}

function lines(texts: string[]): Block {
  return { kind: "lines", lines: texts };
}
