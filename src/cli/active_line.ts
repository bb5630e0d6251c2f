import { cyan } from "@std/fmt/colors";
import type { Progress } from "../runner/mod.ts";
import { bar, fit, lossText, padEnd, percent, sparkline } from "./format.ts";
import { textWidth } from "./text_width.ts";

/** A run that is being trained. */
export interface ActiveRun {
  name: string;
  /** Losses so far, thinned out. */
  losses: number[];
  /** Absent before its first epochs are done. */
  progress?: Progress;
}

export interface ActiveLineOptions {
  nameWidth: number;
  width: number;
}

const sparkWidth = 8;
const barWidths = { smallest: 5, largest: 30 };

/**
 * One active run in at most `width` columns: name, bar, epochs, loss with its course, accuracy. Where
 * there is too little room, the accuracy goes first, then the course, then the bar.
 */
export function activeLine(
  { name, losses, progress }: ActiveRun,
  { nameWidth, width }: ActiveLineOptions,
): { shown: string; plain: string } {
  const label = `  ${padEnd(fit(name, nameWidth), nameWidth)}  `;
  if (!progress) return unstyled(fit(`${label}starting`, width));
  const { epoch, epochs, train } = progress;
  const facts = `${String(epoch).padStart(String(epochs).length)}/${epochs}  loss ${
    lossText(train.loss).padEnd(6)
  }`;
  // A course takes two values; its room is kept from the beginning, so that nothing moves.
  const course = `  ${padEnd(losses.length < 2 ? "" : sparkline(losses, sparkWidth), sparkWidth)}`;
  const accuracy = train.accuracy === undefined
    ? ""
    : `  accuracy ${percent(train.accuracy).padStart(7)}`;
  for (const rest of [`${facts}${course}${accuracy}`, `${facts}${course}`, facts]) {
    const room = width - textWidth(label) - textWidth(rest) - 2;
    if (room < barWidths.smallest) continue;
    const drawn = bar(epoch / epochs, Math.min(barWidths.largest, room));
    return {
      plain: `${label}${drawn}  ${rest}`.trimEnd(),
      shown: `${label}${cyan(drawn)}  ${rest}`.trimEnd(),
    };
  }
  return unstyled(fit((label + facts).trimEnd(), width));
}

function unstyled(plain: string): { shown: string; plain: string } {
  return { plain, shown: plain };
}
