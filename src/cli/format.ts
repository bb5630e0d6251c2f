import { textWidth } from "./text_width.ts";
import { largest, smallest } from "../numerics/mod.ts";

/** Small texts for the terminal. All are pure functions. */

/** `━━━━────` of `width` characters for a fraction in 0..1. */
export function bar(fraction: number, width: number): string {
  const full = Math.round(Math.min(Math.max(fraction, 0), 1) * width);
  return "━".repeat(full) + "─".repeat(width - full);
}

/** `97.1 %`. */
export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`;
}

/** A loss with four significant places: `0.6931`, `1.2e-5`. */
export function lossText(loss: number): string {
  if (!Number.isFinite(loss)) return String(loss);
  return loss === 0 || (loss >= 0.001 && loss < 1e5) ? loss.toFixed(4) : loss.toExponential(1);
}

/** `0.4 s`, `12 s`, `3 min 05 s`, `2 h 07 min`. */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const pad = (value: number) => String(value).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} min`;
}

/** `1 run`, `3 runs`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** At most `width` columns of a terminal; an ellipsis stands for what is cut. */
export function fit(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const character of text) {
    used += textWidth(character);
    if (used > width - 1) break;
    kept += character;
  }
  return width < 1 ? "" : `${kept}…`;
}

/** A text with spaces after it up to that many columns. */
export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** Rows of cells, each column as wide as its widest cell: the first to the left, the others to the right. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => largest(rows.map((row) => textWidth(row[column]!))));
  return rows.map((row) =>
    row.map((cell, column) => {
      const space = " ".repeat(widths[column]! - textWidth(cell));
      return column === 0 ? cell + space : space + cell;
    }).join("  ").trimEnd()
  );
}

/** Lines of at most `width` columns, broken at spaces; a word that is longer is broken anywhere. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((word) => pieces(word, width))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (textWidth(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function pieces(word: string, width: number): string[] {
  if (textWidth(word) <= width) return [word];
  const found = [""];
  for (const character of word) {
    const longer = found.at(-1)! + character;
    if (textWidth(longer) > width && found.at(-1) !== "") found.push(character);
    else found[found.length - 1] = longer;
  }
  return found;
}

const sparks = "▁▂▃▄▅▆▇█";

/**
 * Values as small bars, `width` of them at most, from the first value to the last: the lowest value is
 * the lowest bar. Above 0 and spanning more than two decades, they are shown by their logarithms. What
 * is not finite is a space.
 */
export function sparkline(values: readonly number[], width: number): string {
  const count = Math.min(width, values.length);
  // Of each part the last one: the right end is what is now.
  const shown = Array.from(
    { length: count },
    (_, k) => values[Math.ceil((k + 1) * values.length / count) - 1]!,
  );
  const finite = shown.filter(Number.isFinite);
  const [least, most] = [smallest(finite), largest(finite)];
  const isLog = least > 0 && most > 100 * least;
  const scale = isLog ? Math.log : (value: number) => value;
  const low = scale(least);
  const range = scale(most) - low;
  return shown.map((value) => {
    if (!Number.isFinite(value)) return " ";
    const share = range > 0 ? (scale(value) - low) / range : 0;
    return sparks[Math.min(sparks.length - 1, Math.floor(share * sparks.length))];
  }).join("");
}
