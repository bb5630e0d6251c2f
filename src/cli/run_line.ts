import { dim, green, red } from "@std/fmt/colors";
import type { RunResult, Scores } from "../results/mod.ts";
import { duration, lossText, percent } from "./format.ts";

/** `train loss 0.0123, accuracy 99.0 %`: the scores of one part. */
export function scoresText(part: string, { loss, accuracy }: Scores): string {
  const share = accuracy === undefined ? "" : ` ${percent(accuracy)}`;
  return `${part}${share} (loss ${lossText(loss)})`;
}

/** The line that stays for a run that is done. `nameWidth` aligns the lines of a sweep. */
export function doneLine(result: RunResult, nameWidth: number): string {
  const name = result.run.name.padEnd(nameWidth);
  if (result.status === "diverged") {
    const when = `diverged in epoch ${result.divergedAt}: its loss is no longer finite`;
    return `${red("✗")} ${name}  ${when}`;
  }
  const stopped = result.status === "stopped" ? `  stopped after epoch ${result.epochs}` : "";
  const held = result.final.validation ? "validation" : "test";
  const heldScores = result.final[held];
  const parts = [
    scoresText("train", result.final.train),
    ...(heldScores ? [scoresText(held, heldScores)] : []),
  ];
  return `${green("✓")} ${name}  ${parts.join("  ")}${stopped}  ${dim(duration(result.elapsedMs))}`;
}
