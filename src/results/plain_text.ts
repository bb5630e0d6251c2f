const entities: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&#58;": ":",
  "&#46;": ".",
  "&#64;": "@",
  "&#8203;": "",
};

/**
 * The text that markdown of ours shows: what `escapeMarkdown` escaped, and without the marks of bold.
 *
 * @example
 * ```ts
 * import { escapeMarkdown } from "./markdown.ts";
 * import { plainText } from "./plain_text.ts";
 *
 * plainText(`**${escapeMarkdown("a*b")}** & c`); // "a*b & c"
 * ```
 */
export function plainText(markdown: string): string {
  return markdown.replaceAll(
    /\\([\\`*_{}[\]#|~!$])|\*\*|&(?:amp|lt|gt|#58|#46|#64|#8203);/g,
    (found, escaped?: string) => escaped ?? entities[found] ?? "",
  );
}
