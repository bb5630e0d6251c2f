// @ts-check
/// <reference lib="dom" />
import { byId } from "./elements.js";

/** Shows the statistics of one metric at a time; without scripts the page shows all of them. */
export function chooseStatistics() {
  const select =
    /** @type {HTMLSelectElement | null} */ (document.getElementById("statistics-metric"));
  if (!select) return;
  const panels = [...document.querySelectorAll(".statistics")];
  const show = () => {
    for (const panel of panels) panel.toggleAttribute("hidden", panel.id !== select.value);
  };
  byId("statistics-choice").hidden = false;
  select.addEventListener("change", show);
  show();
}
