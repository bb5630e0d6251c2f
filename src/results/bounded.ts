import { countOf } from "./format.ts";

/** Rows of a table that people read; the others are in the files. */
export const mostRows = 30;

/** The first rows of a long list, and what to say of the others: `… and 470 more variants`. */
export function bounded<T>(
  all: readonly T[],
  { noun, where, most = mostRows }: { noun: string; where: string; most?: number },
): { shown: readonly T[]; rest: string } {
  const left = all.length - most;
  if (left <= 0) return { shown: all, rest: "" };
  return {
    shown: all.slice(0, most),
    rest: `… and ${countOf(left, `more ${noun}`)}, in ${where}.`,
  };
}

/** Numbers in a line, three or more in a row as a range: `1 to 5, 8`. */
export function rangesText(numbers: readonly number[]): string {
  const texts: string[] = [];
  for (let from = 0; from < numbers.length;) {
    let to = from;
    while (to + 1 < numbers.length && numbers[to + 1] === numbers[to]! + 1) to++;
    if (to - from < 2) to = from;
    texts.push(to === from ? String(numbers[from]) : `${numbers[from]} to ${numbers[to]}`);
    from = to + 1;
  }
  return texts.join(", ");
}
