import MarkdownIt, { type Token } from "markdown-it";
import { Html, html } from "./html.ts";

/** A part of summary.md under one heading. */
export interface Section {
  title: string;
  body: Html;
}

/** summary.md as HTML. */
export interface SummaryHtml {
  /** What stands under the first heading: the question and the verdict. */
  preface: Html;
  sections: Section[];
}

/** What becomes of a picture: its path as written, and its alternative text. */
export type ShowPicture = (path: string, alt: string) => Html;

/** What the rules below know of the place that they are at. */
type Environment = {
  title: string;
  showPicture: ShowPicture;
};

/**
 * summary.md as HTML, section by section. It is read as a text that anybody may have written: HTML in
 * it is shown as text, links become their words, pictures are what `showPicture` makes of them. Each
 * table gets a caption, its cells say what they head, and no style is inline.
 */
export function summaryHtml(markdown: string, showPicture: ShowPicture): SummaryHtml {
  const blocks = splitSections(renderer.parse(markdown, {}));
  const [preface, ...sections] = blocks.map(({ title, tokens }) => ({
    title,
    body: render(tokens, { title, showPicture }),
  }));
  return { preface: preface!.body, sections };
}

function render(tokens: Token[], environment: Environment): Html {
  return new Html(renderer.renderer.render(tokens, renderer.options, environment).trim());
}

interface Block {
  title: string;
  tokens: Token[];
}

/** The first block is what stands before the first heading of the second level. */
function splitSections(tokens: Token[]): Block[] {
  const blocks: Block[] = [{ title: "", tokens: [] }];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.type !== "heading_open" || token.tag > "h2") {
      blocks.at(-1)!.tokens.push(token);
      continue;
    }
    // The title of the whole page is said elsewhere.
    if (token.tag === "h2") blocks.push({ title: plainText(tokens[i + 1]!), tokens: [] });
    i += 2;
  }
  return blocks;
}

/** The words of a heading or a paragraph. */
function plainText({ children }: Token): string {
  return (children ?? []).map(({ content }) => content).join("");
}

const renderer = createRenderer();

function createRenderer() {
  const markdown = new MarkdownIt({ html: false, linkify: false });
  Object.assign(markdown.renderer.rules, {
    table_open: (tokens: Token[], at: number, _: unknown, { title }: Environment) => {
      const caption = captionOf(tokens, at) ?? title;
      const sorts = isSortable(tokens, at) ? ' class="sortable"' : "";
      return html`
        <div class="wide summary" role="group" aria-label="${caption}" tabindex="0">
          <table${new Html(sorts)}>
            <caption>${caption}</caption>
      `.text;
    },
    table_close: () => "</table></div>\n",
    // A corner without words heads nothing.
    th_open: (tokens: Token[], at: number) =>
      isEmptyHead(tokens, at) ? "<td>" : `<th scope="col"${numeric(tokens[at]!)}>`,
    th_close: (tokens: Token[], at: number) => isEmptyHead(tokens, at - 2) ? "</td>" : "</th>",
    td_open: (tokens: Token[], at: number) =>
      headsRow(tokens, at) ? `<th scope="row">` : `<td${numeric(tokens[at]!)}>`,
    td_close: (tokens: Token[], at: number) => headsRow(tokens, at - 2) ? "</th>" : "</td>",
    code_block: (tokens: Token[], at: number) =>
      html`<pre tabindex="0"><code>${tokens[at]!.content}</code></pre>\n`.text,
    // Whoever is sent the page has none of the files beside it, nor a network.
    link_open: (tokens: Token[], at: number) => {
      const anchor = anchorOf(tokens[at]!);
      return anchor === undefined ? "" : html`<a href="#${anchor}">`.text;
    },
    link_close: (tokens: Token[], at: number) => {
      const opening = tokens.findLast(({ type }, i) => i < at && type === "link_open");
      return opening && anchorOf(opening) !== undefined ? "</a>" : "";
    },
    image: (tokens: Token[], at: number, _: unknown, { showPicture }: Environment) => {
      const image = tokens[at]!;
      return showPicture(String(image.attrGet("src")), plainText(image)).text;
    },
  });
  return markdown;
}

function headsRow(tokens: Token[], at: number): boolean {
  return tokens[at]?.type === "td_open" && tokens[at - 1]?.type === "tr_open";
}

/** The id of the section that a link goes to; `undefined` where it goes elsewhere. */
function anchorOf(link: Token): string | undefined {
  const [, title] = /^#([\w-]+)$/.exec(String(link.attrGet("href"))) ?? [];
  return title && sectionId(title);
}

/** What a section is found by: `section-get-it-again`, of its title or of that in a link. */
export function sectionId(title: string): string {
  return `section-${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;
}

function isEmptyHead(tokens: Token[], at: number): boolean {
  return tokens[at]?.type === "th_open" && tokens[at + 1]?.content === "";
}

function isNumeric(token: Token): boolean {
  return String(token.attrGet("style")).includes("right");
}

function numeric(token: Token): string {
  return isNumeric(token) ? ' class="number"' : "";
}

/** The paragraph before a table, where it announces it. */
function captionOf(tokens: Token[], at: number): string | undefined {
  if (tokens[at - 1]?.type !== "paragraph_close") return undefined;
  const text = plainText(tokens[at - 2]!);
  return text.endsWith(":") ? text.slice(0, -1) : undefined;
}

/** Pairs of a name and a text have their order; all other tables may be sorted. */
function isSortable(tokens: Token[], at: number): boolean {
  const heads = tokens.slice(
    at,
    tokens.findIndex(({ type }, i) => i > at && type === "thead_close"),
  )
    .filter(({ type }) => type === "th_open");
  return heads.length > 2 || heads.some(isNumeric);
}
