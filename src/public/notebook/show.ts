import type { Picture } from "./types.ts";

/** A table of texts as somebody wrote them: nothing in them is markup yet. */
export interface TableText {
  name: string;
  question: string;
  header: readonly string[];
  /** A name first, then numbers. */
  rows: readonly (readonly string[])[];
}

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as HTML that shows just this text, also inside of an attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (found) => escapes[found]!);
}

/** A table with its title; the first column names the row. */
export function htmlTable({ name, question, header, rows }: TableText): string {
  const title = `<b>${escapeHtml(name)}</b>${question ? `: ${escapeHtml(question)}` : ""}`;
  const cell = (text: string, column: number) =>
    column === 0
      ? `<th scope="row" style="text-align:left">${escapeHtml(text)}</th>`
      : `<td style="text-align:right">${escapeHtml(text)}</td>`;
  const head = header.map((text, column) =>
    `<th scope="col" style="text-align:${column === 0 ? "left" : "right"}">${escapeHtml(text)}</th>`
  );
  return [
    "<table>",
    `<caption style="text-align:left">${title}</caption>`,
    `<thead><tr>${head.join("")}</tr></thead>`,
    "<tbody>",
    ...rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`),
    "</tbody>",
    "</table>",
  ].join("\n");
}

/** An SVG file as a picture that a notebook shows. */
export function picture(svg: string): Picture {
  return {
    svg,
    [Symbol.for("Jupyter.display")]: () => ({
      "image/svg+xml": svg,
      "text/plain": "a picture, which this program cannot show",
    }),
  };
}
