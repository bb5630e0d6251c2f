import { bestOf } from "./best_run.ts";
import { exampleOf, loadedFor, shownAnswer } from "./examples.ts";
import { formatShare } from "./format.ts";
import { darkStyle, inks, textWidth } from "./picture_style.ts";
import { pictureShape, thumbnail } from "./thumbnail.ts";
import type { RunResult, SweepResult } from "./types.ts";
import { rankingColumn } from "./variants.ts";

/** Mistakes that summary.md shows, as pictures and as rows of a table. */
export const shownMistakes = 12;

/** In pixels. */
const layout = { columns: 4, cell: 178, side: 112, top: 34, line: 16, gap: 14, font: 12 };

/**
 * The text of mistakes.svg: the pictures that the best run is surest and wrong about, with what they
 * are and what it answered. `undefined` where its rows are no pictures or it made no mistake.
 */
export async function mistakesSvg(sweep: SweepResult): Promise<string | undefined> {
  const best = bestOf(sweep.runs, rankingColumn(sweep.runs));
  const loaded = best && loadedFor(sweep, best);
  const answers = best?.answers;
  if (!answers || !loaded || !pictureShape(loaded.inputShape)) return undefined;
  const shown = answers.mistakes.slice(0, shownMistakes);
  if (shown.length === 0) return undefined;
  const cells = await Promise.all(shown.map(async (mistake, index) => {
    const example = exampleOf(loaded, answers, mistake);
    const png = await thumbnail(example, loaded.inputShape);
    const text = (answer: number) => shownAnswer(loaded, answers, answer);
    const label = mistake.output === undefined ? "" : `${mistake.output}: `;
    const share = mistake.probability === undefined ? "" : `, ${formatShare(mistake.probability)}`;
    return cellSvg(index, png.toBase64(), [
      `${index + 1}. ${label}is ${text(mistake.actual)}`,
      fitted(`answered ${text(mistake.answered)}`, share),
    ]);
  }));
  const { columns, cell, top } = layout;
  const width = columns * cell;
  const height = top + Math.ceil(shown.length / columns) * cellHeight;
  const title = titleOf(best);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" font-family="sans-serif">${darkStyle()}`,
    `<rect width="${width}" height="${height}" fill="${inks.background}"/>`,
    `<text x="8" y="20" font-size="13" font-weight="bold" fill="${inks.text}">` +
    `${escapeXml(fitted(title, "", width - 16))}</text>`,
    ...cells,
    "</svg>\n",
  ].join("\n");
}

const cellHeight = layout.side + 2 * layout.line + layout.gap;

function titleOf({ run, answers }: RunResult): string {
  return `What ${run.name} gets wrong (${answers!.part} rows)`;
}

function cellSvg(index: number, png: string, [first, second]: [string, string]): string {
  const { columns, cell, side, top, line, font } = layout;
  const x = (index % columns) * cell + 8;
  const y = top + Math.floor(index / columns) * cellHeight;
  const text = (words: string, row: number, ink: string) =>
    `<text x="${x}" y="${y + side + row * line - 2}" font-size="${font}" fill="${ink}">` +
    `${escapeXml(fitted(words, ""))}</text>`;
  return `<image x="${x}" y="${y}" width="${side}" height="${side}" ` +
    `style="image-rendering:pixelated" href="data:image/png;base64,${png}"/>` +
    text(first, 1, inks.text) + text(second, 2, inks.faintText);
}

/** A text with an end that stays, cut to a width in pixels. */
function fitted(text: string, end: string, width: number = layout.cell - 12): string {
  const { font } = layout;
  if (textWidth(text + end, font) <= width) return text + end;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join("")}…${end}`, font) > width) {
    characters.pop();
  }
  return `${characters.join("")}…${end}`;
}

function escapeXml(text: string): string {
  return text
    // XML has no place for these, and a terminal would act on them.
    // deno-lint-ignore no-control-regex
    .replaceAll(/[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/g, " ")
    .replaceAll(/\p{Surrogate}/gu, "\ufffd")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
