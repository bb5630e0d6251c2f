import { isShown, markdownTable, readResults, spread } from "../../results/mod.ts";
import type { CsvTable } from "../../results/csv_table.ts";
import { formatSpread } from "../../results/mod.ts";
import { escapeMarkdown } from "../../results/markdown.ts";
import { isMetricColumn } from "../../results/metric_columns.ts";
import { htmlTable, picture, type TableText } from "./show.ts";
import type { Cell, Sweep, SweepRun, SweepVariant } from "./types.ts";

/**
 * Reads what `deno task run` has written.
 *
 * @param place A results folder, from where the notebook is: `../results/cat`.
 * @throws {Error} Nothing there, or something that is no result.
 */
export async function readSweep(place: string): Promise<Sweep> {
  const { manifest, runs: table, curves: epochs, files } = await readResults(place);
  const runs = (table?.rows ?? []).map(({ key, cells }): SweepRun => ({
    run: key,
    variant: cells.get("variant") ?? "",
    seed: Number(cells.get("seed")),
    status: cells.get("status") ?? "",
    cells: cellsOf(cells),
  }));
  const metrics = (table?.columns ?? []).filter(isMetricColumn);
  const variants = [...Map.groupBy(runs, ({ variant }) => variant)]
    .map(([variant, runs]) => ({ variant, runs, metrics: summaries(runs, metrics) }));
  const svg = files.get("curves.svg");
  const name = manifest?.name ?? place;
  const { question = "" } = (manifest?.experiment ?? {}) as { question?: string };
  const text = tableText({ name, question, variants, metrics });
  return {
    name,
    question,
    runs,
    variants,
    epochs: (epochs?.rows ?? []).map(({ cells }) => cellsOf(cells)),
    ...(svg ? { curves: picture(new TextDecoder().decode(svg)) } : {}),
    [Symbol.for("Jupyter.display")]: () => ({
      "text/html": htmlTable(text),
      "text/markdown": markdownOf(text),
      "text/plain": plainOf(text),
    }),
  };
}

function cellsOf(cells: CsvTable["rows"][number]["cells"]): Record<string, Cell> {
  // Names of columns are settings' paths: "__proto__" is none, but who knows whose file this is.
  const entries = [...cells].map(([name, text]) => [name, cellOf(text)] as const);
  return Object.fromEntries(entries);
}

function cellOf(text: string): Cell {
  if (text === "") return null;
  const isNumber = /^-?(\d+(\.\d+)?(e[+-]?\d+)?|Infinity)$|^NaN$/.test(text);
  return isNumber ? Number(text) : text;
}

function summaries(runs: readonly SweepRun[], metrics: readonly string[]): SweepVariant["metrics"] {
  const finished = runs.filter(({ status }) => status !== "diverged");
  const valuesOf = (name: string) =>
    finished.map(({ cells }) => cells[name]).filter((cell) => typeof cell === "number")
      .filter(Number.isFinite);
  return Object.fromEntries(metrics.map((name) => [name, spread(valuesOf(name))]));
}

function tableText({ name, question, variants, metrics }: {
  name: string;
  question: string;
  variants: readonly SweepVariant[];
  metrics: readonly string[];
}): TableText {
  const shown = metrics.map((column) => ({ column, metric: column.replace(/^[a-z]+_/, "") }))
    .filter(({ metric }) => isShown({ part: "train", metric }));
  return {
    name,
    question,
    header: [
      "variant",
      "runs",
      "diverged",
      ...shown.map(({ column }) => column.replaceAll("_", " ")),
    ],
    rows: variants.map(({ variant, runs, metrics }) => [
      variant,
      String(runs.length),
      String(runs.filter(({ status }) => status === "diverged").length),
      ...shown.map(({ column, metric }) => formatSpread(metrics[column]!, metric)),
    ]),
  };
}

function markdownOf({ name, question, header, rows }: TableText): string {
  const title = [`**${escapeMarkdown(name)}**`, escapeMarkdown(question)].filter(Boolean).join(
    ": ",
  );
  const table = markdownTable(header, rows.map((row) => row.map(escapeMarkdown)), {
    numeric: (column) => column > 0,
  });
  return `${title}\n\n${table}`;
}

function plainOf({ name, header, rows }: TableText): string {
  return [name, ...[header, ...rows].map((row) => row.join("\t"))].join("\n");
}
