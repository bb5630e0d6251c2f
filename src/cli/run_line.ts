import { dim, green, red, yellow } from "@std/fmt/colors";
import type { RunResult, Scores } from "../results/mod.ts";
import { duration, fit, lossText, percent } from "./format.ts";

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
  const name = fit(result.run.name, Math.max(20, width - 60)).padEnd(
    Math.min(nameWidth, width - 60),
  );
  const diverged = result.status === "diverged";
  const mark = diverged ? red("✗") : green("✓");
  const texts = diverged
    ? [`diverged in epoch ${result.divergedAt}: its loss is no longer finite`]
    : scoreTexts(result);
  const time = diverged ? "" : duration(result.elapsedMs);
  const length = () => [`✓ ${name}`, ...texts, time].join("  ").length;
  while (texts.length > 1 && length() > width) texts.shift();
  return [`${mark} ${name}`, ...texts, ...(time ? [dim(time)] : [])].join("  ");
}

function scoreTexts({ status, epochs, final }: RunResult): string[] {
  const held = final.validation ? "validation" : "test";
  const heldScores = final[held];
  return [
    scoresText("train", final.train),
    ...(heldScores ? [scoresText(held, heldScores)] : []),
    ...(status === "stopped" ? [`stopped after epoch ${epochs}`] : []),
  ];
}
