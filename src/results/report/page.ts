import { createHash } from "node:crypto";
import { Html, html } from "./html.ts";
import { sectionId } from "./markdown_html.ts";
import { pageScript } from "./page_scripts.ts";
import { pageStyle } from "./page_style.ts";

/** What a page says. */
export interface Page {
  name: string;
  /** What must be known before anything is believed: files that were changed, runs that are missing. */
  notices: readonly string[];
  /** The question and the verdict. */
  preface: Html;
  sections: readonly { title: string; body: Html }[];
  /** Said at its end: where it is from. */
  footer: string;
}

/**
 * A whole page that needs nothing else. Its policy allows the style and the script that are in it, by
 * their digests, and pictures that are in it: no request of any kind, no other script, no form.
 */
export function pageHtml({ name, notices, preface, sections, footer }: Page): Html {
  const [script, style] = [pageScript(), pageStyle()];
  const ids = sections.map(({ title }) => sectionId(title));
  const policy = [
    "default-src 'none'",
    `script-src '${digest(script)}'`,
    `style-src '${digest(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <meta name="generator" content="sameseed">
        <title>${name}: results</title>
        <link rel="icon" href="data:,">
        <style>${new Html(style)}</style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the results</a>
        <header>
          <h1>${name}</h1>
          <button type="button" id="theme" aria-pressed="false" hidden>Dark</button>
        </header>
        <nav aria-label="Sections">
          <ul>${sections.map(({ title }, index) =>
            html`<li><a href="#${ids[index]}">${title}</a></li>`
          )}</ul>
        </nav>
        <main id="main" tabindex="-1">
    ${notices.map((notice) => html`<p class="notice" role="note">${notice}</p>\n`)}
    <div class="preface">${preface}</div>
    ${sections.map(({ title, body }, index) =>
      html`<section aria-labelledby="${ids[index]}"><h2 id="${ids[index]}">${title}</h2>
${body}</section>\n`
    )}</main>
        <footer>
          <p>${footer}</p>
        </footer>
        <script>${new Html(script)}</script>
      </body>
    </html>
  `;
}

/** The source of a policy for an element of just this text. */
function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}
