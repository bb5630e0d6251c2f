import { dim, green, red, yellow } from "@std/fmt/colors";
import type { RunResult, Scores } from "../results/mod.ts";
import { duration, fit, lossText, padEnd, percent } from "./format.ts";
import { textWidth } from "./text_width.ts";

/** Something went wrong that ends nothing. */
export function warningLine(text: string): string {
  return yellow(`! ${text}`);
}

/** `train 99.0 % (loss 0.0123)`: the scores of one part. */
function scoresText(part: string, { loss, accuracy }: Scores): string {
  const share = accuracy === undefined ? "" : ` ${percent(accuracy)}`;
  return `${part}${share} (loss ${lossText(loss)})`;
}

export interface DoneLineOptions {
  /** Aligns the lines of a sweep. */
  nameWidth: number;
  /** Characters in a line; scores of training give way where it is short. */
  width?: number;
}

/** The line that stays for a run that is done. */
export function doneLine(
  result: RunResult,
  { nameWidth, width = Infinity }: DoneLineOptions,
): string {
  const widest = Math.max(Math.min(20, width - 12), width - 60);
  const name = padEnd(fit(result.run.name, widest), Math.min(nameWidth, widest));
  const diverged = result.status === "diverged";
  const mark = diverged ? red("✗") : green("✓");
  const texts = diverged
    ? [`diverged in epoch ${result.divergedAt}: its loss is no longer finite`]
    : scoreTexts(result);
  const time = diverged ? "" : duration(result.elapsedMs);
  const parts = () => [`✓ ${name}`, ...texts, ...(time ? [time] : [])].join("  ");
  while (texts.length > 1 && textWidth(parts()) > width) texts.shift();
  if (textWidth(parts()) > width) return mark + fit(parts(), width).slice(1);
  return [`${mark} ${name}`, ...texts, ...(time ? [dim(time)] : [])].join("  ");
}

function scoreTexts({ status, epochs, final }: RunResult): string[] {
  const held = final.validation ? "validation" : "test";
  const heldScores = final[held];
  return [
    scoresText("train", final.train),
    ...(heldScores ? [scoresText(held, heldScores)] : []),
    ...(status === "stopped" || status === "halted" ? [`${status} after epoch ${epochs}`] : []),
  ];
}
