import { classOf, thresholdOf } from "../engine/mod.ts";
import { csvText, type StoredModel } from "../results/mod.ts";
import type { Predictions } from "../runner/mod.ts";
import { columns } from "./format.ts";
import { printableJson } from "./terminal.ts";

export const predictionFormats = ["table", "csv", "json"] as const;

export type PredictionFormat = typeof predictionFormats[number];

/** What a model says about each row. */
export interface Judgement {
  model: Pick<StoredModel, "run" | "preprocessing">;
  /** What the user would call each row. */
  names: readonly string[];
  predictions: Predictions;
}

/** A row's class, and a number for each class or output. */
interface Row {
  input: string;
  class?: string;
  values: number[];
}

/**
 * Predictions as text. Two classes: the probability of the second one. More: the class and its
 * probability. With `all`, every class's. Numbers in a table are rounded, those in CSV and JSON are
 * the network's own to the last bit.
 */
export function predictionText(
  judgement: Judgement,
  { format, all }: { format: PredictionFormat; all: boolean },
): string {
  const { preprocessing: { classes } } = judgement.model;
  const rows = rowsOf(judgement, classes);
  if (format === "json") return jsonText(rows, judgement);
  const valueText = format === "csv" ? String : rounded;
  const heads = headsOf(judgement, all);
  const cells = rows.map((row) => {
    const chosen = all || classes === undefined
      ? row.values
      : [row.values[classes.length === 2 ? 1 : classes.indexOf(row.class!)]!];
    return [
      row.input,
      ...(row.class === undefined ? [] : [row.class]),
      ...chosen.map(valueText),
    ];
  });
  const head = ["input", ...(classes ? ["class"] : []), ...heads];
  const text = format === "csv" ? csvText([head, ...cells]) : columns([head, ...cells]).join("\n");
  return text.trimEnd();
}

function rowsOf(
  { names, model, predictions }: Judgement,
  classes: readonly string[] | undefined,
): Row[] {
  const { outputs, columns: width } = predictions;
  const threshold = thresholdOf(model.run.settings.loss);
  return names.map((input, row) => {
    const values = Array.from(outputs.subarray(row * width, (row + 1) * width));
    if (classes === undefined) return { input, values };
    const place = { from: row * width, columns: width, threshold };
    const name = classes[classOf(outputs, place)]!;
    if (width > 1) return { input, class: name, values };
    // One output speaks for the second class.
    const [second = NaN] = values;
    const first = isProbability(model) ? 1 - second : -second;
    return { input, class: name, values: [first, second] };
  });
}

/** Names of the columns of numbers. */
function headsOf({ model, predictions }: Judgement, all: boolean): string[] {
  const { classes } = model.preprocessing;
  if (classes === undefined) return outputNames(model, predictions.columns);
  const called = isProbability(model) ? (name: string) => `P(${name})` : (name: string) => name;
  if (all) return classes.map(called);
  if (classes.length === 2) return [called(classes[1]!)];
  return [isProbability(model) ? "probability" : "output"];
}

/** What a regression predicts: the target's name where the data has one. */
function outputNames({ run }: Judgement["model"], count: number): string[] {
  const { data } = run.settings;
  if (count === 1 && data.type === "csv" && typeof data.target === "string") return [data.target];
  return count === 1 ? ["output"] : Array.from({ length: count }, (_, k) => `output ${k}`);
}

/** Outputs of other last layers are numbers that only decide which class it is. */
function isProbability({ run }: Judgement["model"]): boolean {
  const { type } = run.settings.architecture.at(-1)!.activation;
  return type === "sigmoid" || type === "softmax";
}

function jsonText(rows: readonly Row[], { model, predictions }: Judgement): string {
  const { classes } = model.preprocessing;
  const names = classes ?? outputNames(model, predictions.columns);
  const key = classes === undefined ? "outputs" : isProbability(model) ? "probabilities" : "scores";
  const list = rows.map(({ input, class: name, values }) => ({
    input,
    ...(name === undefined ? {} : { class: name }),
    // A number that JSON does not know is spelled.
    [key]: Object.fromEntries(
      values.map((value, k) => [names[k]!, Number.isFinite(value) ? value : String(value)]),
    ),
  }));
  return printableJson(JSON.stringify(list, null, 2));
}

/** Four places, or four significant ones where that would show nothing. */
function rounded(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size !== 0 && (size < 0.001 || size >= 1e6) ? value.toExponential(3) : value.toFixed(4);
}
