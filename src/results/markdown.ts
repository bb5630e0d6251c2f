/** What ends a line, steers a terminal or changes the direction of reading. */
// deno-lint-ignore no-control-regex
const controls = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g;

/**
 * A text from an experiment as markdown that shows just this text: no link, picture, HTML, emphasis,
 * table cell or line break comes of it.
 *
 * @example
 * ```ts
 * import { escapeMarkdown } from "./markdown.ts";
 *
 * escapeMarkdown("a|b <b>"); // "a\\|b &lt;b&gt;"
 * ```
 */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(controls, " ")
    .trimStart()
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_{}[\]#|~!$]/g, "\\$&")
    // Addresses become links by themselves on many sites; a reference to the colon's code stops it.
    .replaceAll(/(https?|ftp|mailto):/gi, "$1&#58;")
    .replaceAll(/\b(www)\./gi, "$1&#46;")
    .replaceAll("@", "&#64;")
    .replace(/^([+-](?=\s|$)|[-=]{2}|-(?=\s*-)|\d+(?=[.)](\s|$)))/, "&#8203;$1");
}

/** A text as inline code; a backtick inside needs longer fences. */
export function inlineCode(text: string): string {
  const line = text.replaceAll(controls, " ");
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 || line.trim() === "" ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Commands as an indented block, which nothing inside can end. */
export function codeBlock(lines: readonly string[]): string {
  return lines.map((line) => `    ${line.replaceAll(controls, " ")}`).join("\n");
}

/**
 * A table; the cells are markdown already. A bar in one would end it, even inside of code.
 *
 * @param header Texts of the first row; a column is right-aligned where `numeric` says so.
 */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  options: { numeric?: (column: number) => boolean } = {},
): string {
  const rule = header.map((_, column) => options.numeric?.(column) ? "---:" : "---");
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll(/(?<!\\)\|/g, "\\|")).join(" | ")} |`;
  return [header, rule, ...rows].map(line).join("\n");
}
