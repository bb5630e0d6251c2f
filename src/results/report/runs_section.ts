import { type CsvTable, metricsOf } from "../csv_table.ts";
import { countOf, formatMetric } from "../format.ts";
import { isShown } from "../metric_columns.ts";
import { metricWords } from "../verdict.ts";
import { kindOf, rounded } from "./curves_section.ts";
import { type Html, html, scriptJson } from "./html.ts";
import { metricOf, numberOf } from "./stored_runs.ts";

/** How many rows the table shows at once. */
const pageSize = 25;

/** The most runs that the page has. */
export const maximumRuns = 10_000;

interface Column {
  name: string;
  label: string;
  kind: "share" | "number" | "count" | "text";
}

/** All runs as in runs.csv, to be sorted, searched and paged; the first of them without scripts too. */
export function runsSection(table: CsvTable): Html {
  const columns = columnsOf(table);
  const runs = table.rows.slice(0, maximumRuns);
  const rows = runs.map(({ cells }) =>
    columns.map(({ name, kind }) => cellValue(cells.get(name)!, kind))
  );
  const shown = rows.slice(0, pageSize);
  const hidden = table.rows.length - runs.length;
  const note = hidden > 0
    ? `The first ${countOf(runs.length, "run")} of ${table.rows.length}; runs.csv has all.`
    : "As in runs.csv, which has every digit and the digests of the weights.";
  const first = shown.length < rows.length ? ` Without scripts: the first ${shown.length}.` : "";
  return html`
    <p>${note}${first}</p>
    <div id="runs-controls" class="pager" hidden>
      <label>Find <input type="search" id="runs-filter" placeholder="variant, setting, status" autocomplete="off"></label>
      <span id="runs-place" role="status"></span>
      <button type="button" id="runs-previous">Previous</button>
      <button type="button" id="runs-next">Next</button>
    </div>
    <div class="wide" role="group" aria-label="All runs" tabindex="0">
      <table id="runs-table">
        <caption>All runs</caption>
        <thead>
          <tr>${columns.map(headCell)}</tr>
        </thead>
        <tbody>${shown.map((row) =>
          html`<tr>${row.map((value, at) => cell(value, at, columns[at]!))}</tr>`
        )}</tbody>
      </table>
    </div>
    <script type="application/json" id="runs-data">${scriptJson({
      columns: columns.map(({ label, kind }) => ({ label, kind })),
      rows,
      size: pageSize,
    })}</script>
  `;
}

/** Words for people where the file has names for programs. */
const labels: Record<string, string> = { best_epoch: "best epoch" };

function columnsOf(table: CsvTable): Column[] {
  const metrics = new Set(metricsOf(table));
  return table.columns.filter((name) => name !== "weights_sha256").flatMap((name): Column[] => {
    if (!metrics.has(name)) {
      const texts = table.rows.map(({ cells }) => cells.get(name)!);
      const numbers = texts.every((text) => text === "" || !Number.isNaN(numberOf(text)));
      const kind = numbers && texts.some((text) => text !== "") ? "count" : "text";
      return [{ name, label: labels[name] ?? name, kind: name === "run" ? "text" : kind }];
    }
    const column = metricOf(name);
    return isShown(column) ? [{ name, label: metricWords(column), kind: kindOf(column) }] : [];
  });
}

function cellValue(text: string, kind: Column["kind"]): string | number | null {
  if (text === "") return null;
  if (kind === "text") return text;
  const number = numberOf(text);
  // JSON has neither, and both are what a diverged run shows.
  if (!Number.isFinite(number)) return text;
  return kind === "count" ? number : rounded(number);
}

function headCell({ label, kind }: Column): Html {
  return kind === "text"
    ? html`<th scope="col">${label}</th>`
    : html`<th scope="col" class="number">${label}</th>`;
}

function cell(value: string | number | null, at: number, { kind }: Column): Html {
  const text = value === null
    ? "–"
    : typeof value === "string" || kind === "count" || kind === "text"
    ? String(value)
    : formatMetric(value, kind === "share" ? "accuracy" : "loss");
  if (at === 0) return html`<th scope="row">${text}</th>`;
  return kind === "text" ? html`<td>${text}</td>` : html`<td class="number">${text}</td>`;
}
