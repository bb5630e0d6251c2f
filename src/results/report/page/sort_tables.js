// @ts-check
/// <reference lib="dom" />
import { element } from "./elements.js";
import { sortedPlaces, sortKey } from "./order.js";

/**
 * Puts a button into each head of a table. The first press sorts in rising order, the next one in
 * falling order.
 *
 * @param {HTMLTableElement} table
 * @param {(column: number, falling: boolean) => void} sort
 */
export function addSortButtons(table, sort) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  heads.forEach((head, column) => {
    if (head.textContent === "") return;
    const button = element("button", { type: "button", class: "sort" }, ...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const falling = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      sort(column, falling);
    });
  });
}

/** Makes the tables sortable whose rows are all in the page. */
export function sortTables() {
  for (const table of document.querySelectorAll("table.sortable")) {
    makeSortable(/** @type {HTMLTableElement} */ (table));
  }
}

/** @param {HTMLTableElement} table */
function makeSortable(table) {
  addSortButtons(table, (column, falling) => {
    const body = table.tBodies[0];
    if (!body) return;
    const rows = [...body.rows];
    const keys = rows.map(({ cells }) => {
      const cell = cells[column];
      return cell?.dataset.value === undefined
        ? sortKey(cell?.textContent ?? "")
        : Number(cell.dataset.value);
    });
    body.append(...sortedPlaces(keys, falling).map((place) => rows[place] ?? ""));
  });
}
