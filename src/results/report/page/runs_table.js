// @ts-check
/// <reference lib="dom" />
import { byId, element, readData } from "./elements.js";
import { formatValue } from "./format.js";
import { sortedPlaces } from "./order.js";
import { addSortButtons } from "./sort_tables.js";

/**
 * @typedef {{ label: string, kind: "number" | "share" | "count" | "text" }} Column
 * @typedef {{ columns: Column[], rows: (string | number | null)[][], size: number }} RunsData
 */

/** Pages through all runs: of ten thousand only a page is ever in the document. */
export function showRuns() {
  /** @type {RunsData | undefined} */
  const data = readData("runs-data");
  if (!data) return;
  const { columns, rows, size } = data;
  const table = /** @type {HTMLTableElement} */ (byId("runs-table"));
  const filter = /** @type {HTMLInputElement} */ (byId("runs-filter"));
  const [previous, next] = [byId("runs-previous"), byId("runs-next")];
  let order = rows.map((_, place) => place);
  let found = order;
  let first = 0;

  function show() {
    const words = filter.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    found = words.length === 0 ? order : order.filter((place) => matches(rows[place] ?? [], words));
    first = Math.min(first, Math.max(0, Math.ceil(found.length / size) - 1) * size);
    const places = found.slice(first, first + size);
    const made = places.map((place) => rowElement(rows[place] ?? [], columns));
    table.tBodies[0]?.replaceChildren(...made);
    const last = first + places.length;
    const of = found.length === rows.length ? "" : ` found among ${rows.length}`;
    byId("runs-place").textContent = found.length === 0
      ? "No run is called so"
      : `Runs ${first + 1} to ${last} of ${found.length}${of}`;
    previous.toggleAttribute("disabled", first === 0);
    next.toggleAttribute("disabled", last >= found.length);
  }

  addSortButtons(table, (column, falling) => {
    const keys = rows.map((row) => row[column] ?? null);
    order = sortedPlaces(keys, falling);
    first = 0;
    show();
  });
  /** @param {number} by */
  function turn(by) {
    first = Math.max(0, first + by * size);
    show();
  }
  previous.addEventListener("click", () => turn(-1));
  next.addEventListener("click", () => turn(1));
  filter.addEventListener("input", () => {
    first = 0;
    show();
  });
  byId("runs-controls").hidden = false;
  show();
}

/**
 * Whether every word is in one of the texts of a row.
 *
 * @param {(string | number | null)[]} row
 * @param {string[]} words
 */
export function matches(row, words) {
  return words.every((word) => row.some((cell) => String(cell ?? "").toLowerCase().includes(word)));
}

/**
 * @param {(string | number | null)[]} row
 * @param {Column[]} columns
 */
function rowElement(row, columns) {
  const cells = columns.map(({ kind }, index) => {
    const text = formatValue(row[index] ?? null, kind);
    if (index === 0) return element("th", { scope: "row" }, text);
    return element("td", kind === "text" ? {} : { class: "number" }, text);
  });
  return element("tr", {}, ...cells);
}
