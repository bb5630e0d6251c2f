import { compareVariants, type VariantComparison } from "../comparisons.ts";
import { formatDifference, formatMetric, formatP } from "../format.ts";
import { columnName, type MetricColumn } from "../metric_columns.ts";
import { comparisonSentences, metricWords } from "../verdict.ts";
import {
  type RankedVariant,
  type Ranking,
  rankVariants,
  variantDistribution,
} from "../variants.ts";
import { type Html, html } from "./html.ts";
import type { StoredRun } from "./stored_runs.ts";

/** The most variants in the table of one metric: the best ones by it. */
export const maximumRows = 100;

/** The most metrics that have a table. */
const maximumMetrics = 12;

/**
 * For each metric a table of the variants over their seeds and of their differences from the best
 * one, with what the tests say of them in words.
 *
 * @param columns The metrics; the one that variants are ranked by comes first.
 */
export function statisticsSection(
  runs: readonly StoredRun[],
  columns: readonly MetricColumn[],
): Html {
  const shown = columns.slice(0, maximumMetrics);
  const choices = shown.map((column) =>
    html`<option value="${panelId(column)}">${metricWords(column)}</option>`
  );
  return html`
    <p id="statistics-choice" hidden><label>Metric
    <select id="statistics-metric">${choices}</select></label></p>
    ${shown.map((column) => metricPanel(rankVariants(runs, column)))}
    <p
      class="note">Interval: 95 % bootstrap interval of the mean, from 5 seeds on. Differences are paired by
    seed; p: two-sided sign-flip test, corrected over the variants by Holm's method, not over the metrics.</p>
  `;
}

function panelId(column: MetricColumn): string {
  return `statistics-${columnName(column)}`;
}

function metricPanel(ranking: Ranking<StoredRun>): Html {
  const { column, variants } = ranking;
  const comparisons = compareVariants(ranking);
  const others = new Map(comparisons?.others.map((other) => [other.name, other]));
  const words = metricWords(column);
  const shown = variants.slice(0, maximumRows);
  const cut = shown.length < variants.length
    ? ` The best ${shown.length} of ${variants.length} variants are listed.`
    : "";
  const sentences = comparisons === undefined
    ? ""
    : comparisonSentences(comparisons, { name: (variant) => variant });
  const differences = comparisons === undefined ? [] : [
    `difference from ${comparisons.reference}`,
    "95 % interval of it",
    "corrected p",
    "verdict",
  ];
  const heads = [
    "seeds",
    "mean",
    "standard deviation",
    "median",
    "interquartile mean",
    "95 % interval",
    ...differences,
  ];
  return html`
    <div class="statistics" id="${panelId(column)}">
      <p>${sentences}${cut}</p>
      <div class="wide" role="group" aria-label="Statistics of ${words}" tabindex="0">
        <table class="sortable">
          <caption>${words} over the seeds</caption>
          <thead>
            <tr><th scope="col">variant</th>${heads.map((head) =>
              head === "verdict"
                ? html`<th scope="col">${head}</th>`
                : html`<th scope="col" class="number">${head}</th>`
            )}</tr>
          </thead>
          <tbody>${shown.map((variant) =>
            variantRow(variant, {
              column,
              compared: comparisons !== undefined,
              other: others.get(variant.name),
            })
          )}</tbody>
        </table>
      </div>
    </div>
  `;
}

interface RowContext {
  column: MetricColumn;
  /** Whether the table has columns for differences. */
  compared: boolean;
  other: VariantComparison | undefined;
}

function variantRow(variant: RankedVariant<StoredRun>, context: RowContext): Html {
  const { metric } = context.column;
  const { count, mean, deviation, median, interquartileMean, interval } = variantDistribution(
    variant,
    context.column,
  );
  const all = variant.runs.length;
  const value = (of: number | undefined, text = formatMetric) =>
    of === undefined || Number.isNaN(of)
      ? numberCell("–")
      : numberCell(text(of, metric) + (text === formatMetric ? "" : unit(metric)), of);
  return html`<tr><th scope="row">${variant.name}</th>
${numberCell(count === all ? String(all) : `${count} of ${all}`, count)}
${value(mean)}${value(deviation, formatDifference)}${value(median)}${value(interquartileMean)}
${
    numberCell(
      interval ? intervalText(interval, (end) => formatMetric(end, metric)) : "–",
      interval?.low,
    )
  }
${context.compared ? differenceCells(context) : undefined}</tr>`;
}

/** Differences of shares are said in percentage points. */
function unit(metric: string): string {
  return metric === "accuracy" ? " points" : "";
}

function differenceCells({ column: { metric }, other }: RowContext): Html {
  if (other === undefined) {
    return html`${numberCell("–")}${numberCell("–")}${numberCell("–")}<td>reference</td>`;
  }
  const { paired, interval, correctedP } = other;
  const amount = (value: number) => formatDifference(value, metric);
  return html`${numberCell(amount(paired.mean) + unit(metric), paired.mean)}
${numberCell(interval ? intervalText(interval, amount) : "–", interval?.low)}
${numberCell(correctedP === undefined ? "–" : formatP(correctedP).replace("p ", ""), correctedP)}
<td class="short">${other.verdict}</td>`;
}

function intervalText({ low, high }: { low: number; high: number }, text: (end: number) => string) {
  return `${text(low)} to ${text(high)}`;
}

/** A cell that is sorted by its value rather than by the digits shown. */
function numberCell(text: string, value?: number): Html {
  return value === undefined || !Number.isFinite(value)
    ? html`<td class="number">${text}</td>`
    : html`<td class="number" data-value="${value}">${text}</td>`;
}
