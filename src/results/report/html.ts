/** Text that is HTML already; everything else is escaped where it meets one. */
export class Html {
  constructor(readonly text: string) {}
}

/** What may stand in a template: nothing comes of `undefined`, lists are put one after another. */
export type HtmlPart = Html | string | number | undefined | readonly HtmlPart[];

/**
 * HTML from a template, without white space at its ends. Whatever is put into it is a text, in an element or in an attribute between
 * double quotes, unless it is `Html`.
 *
 * @example
 * ```ts
 * import { html } from "./html.ts";
 *
 * html`<p title="${'"><script>'}">${html`<b>${"a & b"}</b>`}</p>`.text;
 * // '<p title="&quot;&gt;&lt;script&gt;"><b>a &amp; b</b></p>'
 * ```
 */
export function html(strings: TemplateStringsArray, ...parts: HtmlPart[]): Html {
  const fixed = [...strings];
  fixed[0] = fixed[0]!.trimStart();
  fixed[parts.length] = fixed[parts.length]!.trimEnd();
  return new Html(fixed[0] + parts.map((part, at) => htmlText(part) + fixed[at + 1]!).join(""));
}

function htmlText(part: HtmlPart): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(htmlText).join("");
  return escapeHtml(String(part));
}

/** What steers a terminal, or changes the direction of reading of what follows. */
// deno-lint-ignore no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/g;

const references: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as HTML that shows just this text. */
export function escapeHtml(text: string): string {
  return text.toWellFormed().replaceAll(controls, " ").replaceAll(
    /[&<>"']/g,
    (character) => references[character]!,
  );
}

/**
 * A value as JSON for a `<script type="application/json">`: no text in it can end the element, open
 * a comment or be taken for a line end of a script.
 *
 * @example
 * ```ts
 * import { scriptJson } from "./html.ts";
 *
 * scriptJson("</script><!--").text; // '"\\u003c/script>\\u003c!--"'
 * ```
 */
export function scriptJson(value: unknown): Html {
  const json = JSON.stringify(value).replaceAll(
    /[<\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return new Html(json);
}
