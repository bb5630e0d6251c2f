import type { Comparison } from "./compare.ts";
import { type Block, comparisonReport } from "./compare_report.ts";
import { escapeMarkdown, markdownTable } from "./markdown.ts";
import { largest } from "../numerics/mod.ts";

/** A comparison as plain text for a terminal. */
export function comparisonText(comparison: Comparison): string {
  const texts = comparisonReport(comparison).filter(hasContent).map(plainBlock);
  return `${printable(joined(texts))}\n`;
}

/** The same as markdown; texts of the results are escaped. */
export function comparisonMarkdown(comparison: Comparison): string {
  const texts = comparisonReport(comparison).filter(hasContent).map(markdownBlock);
  return `${texts.join("\n\n")}\n`;
}

/** A CSV from elsewhere must not steer the terminal. */
function printable(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, "\ufffd");
}

function hasContent(block: Block): boolean {
  if (block.kind === "title") return true;
  return (block.kind === "lines" ? block.lines : block.rows).length > 0;
}

/** A title stands on what it is the title of. */
function joined(texts: readonly { text: string; title: boolean }[]): string {
  return texts.map(({ text, title }, index) =>
    index === texts.length - 1 ? text : `${text}${title ? "\n" : "\n\n"}`
  ).join("");
}

function plainBlock(block: Block): { text: string; title: boolean } {
  if (block.kind === "title") return { text: block.text, title: true };
  const lines = block.kind === "lines" ? block.lines.map(oneLine) : plainTable(block);
  return { text: lines.join("\n"), title: false };
}

/** Names from elsewhere may have line ends in them. */
function oneLine(text: string): string {
  return text.replaceAll("\n", "\ufffd");
}

/** Rows that begin alike are gathered below what they begin with, where there are many columns. */
function plainTable({ header, rows }: { header: string[]; rows: string[][] }): string[] {
  const grouped = header.length > 3;
  const cut = (cells: readonly string[]) => (grouped ? cells.slice(1) : cells).map(oneLine);
  const table = (header.length > 0 ? [header, ...rows] : rows).map(cut);
  const widths = table[0]!.map((_, column) => widest(table.map((row) => row[column]!)));
  const indent = grouped ? "    " : "  ";
  const lines = table.map((row) =>
    `${indent}${row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ")}`.trimEnd()
  );
  if (!grouped) return lines;
  return [
    lines[0]!,
    ...rows.flatMap(([name = ""], index) => [
      ...(rows[index - 1]?.[0] === name ? [] : [`  ${oneLine(name)}`]),
      lines[index + 1]!,
    ]),
  ];
}

function widest(texts: readonly string[]): number {
  return Math.max(0, largest(texts.map(({ length }) => length)));
}

function markdownBlock(block: Block): string {
  if (block.kind === "title") return `## ${escapeMarkdown(block.text)}`;
  if (block.kind === "lines") {
    return block.lines.map((line) =>
      line.startsWith("  ") ? `- ${escapeMarkdown(line)}` : escapeMarkdown(line)
    ).join("\n\n");
  }
  const { header, rows, numeric } = block;
  const columns = rows[0]!.map((_, column) => header[column] ?? "");
  const escaped = (cells: readonly string[]) => cells.map(escapeMarkdown);
  return markdownTable(escaped(columns), rows.map(escaped), numeric ? { numeric } : {});
}
