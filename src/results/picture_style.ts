/**
 * Colours of variants, from M. Okabe and K. Ito, "Color Universal Design" (2008): told apart with
 * every common kind of colour blindness. Its yellow is left out (too faint on white), its black is
 * the colour of text, which turns light on dark.
 */
export const variantColors = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#000001",
] as const;

/** Lines beyond the colours. */
export const otherColor = "#9a9a9b";

/** Every other colour that a picture uses; each appears nowhere else, so that CSS can swap it. */
export const inks = {
  background: "#fefefe",
  text: "#24292f",
  faintText: "#57606a",
  axis: "#8c959f",
  grid: "#e4e7eb",
} as const;

/**
 * Colours of amounts, from little to much, on light and on dark pages. Text stands on each with a
 * contrast of 4.5 or more: in the colour of text on the first half, in that of the background on the
 * others.
 */
export const amountColors: readonly [light: string, dark: string][] = [
  ["#edf4fb", "#16202b"],
  ["#bfd8ef", "#1d344b"],
  ["#90bce2", "#234a6c"],
  ["#60a0d4", "#286090"],
  ["#3777ab", "#5693c6"],
  ["#255f91", "#6ea8d8"],
  ["#134977", "#89c0eb"],
  ["#00315c", "#a5d8ff"],
];

/** The colours of an amount, 0 to 1, and of text on it. */
export function amountInks(amount: number): { fill: string; text: string } {
  const last = amountColors.length - 1;
  const step = Math.min(last, Math.max(0, Math.floor(amount * amountColors.length)));
  const isFirstHalf = step < amountColors.length / 2;
  return { fill: amountColors[step]![0], text: isFirstHalf ? inks.text : inks.background };
}

/** What becomes of the colours on a dark page. */
const darkColors: readonly [light: string, dark: string][] = [
  [inks.background, "#0d1117"],
  [inks.text, "#e6edf3"],
  [inks.faintText, "#9aa4af"],
  [inks.axis, "#6e7681"],
  [inks.grid, "#262c34"],
  ["#0072b2", "#3d9fe0"],
  ["#d55e00", "#f0793a"],
  ["#009e73", "#1fbf90"],
  ["#000001", "#f0f0f0"],
  [otherColor, "#6e6e6f"],
  ...amountColors,
];

/** A style sheet that swaps the colours of an SVG on dark pages. */
export function darkStyle(): string {
  const rules = darkColors.map(([light, dark]) =>
    `[fill="${light}"]{fill:${dark}}[stroke="${light}"]{stroke:${dark}}`
  );
  return `<style>@media (prefers-color-scheme:dark){${rules.join("")}}</style>`;
}

/**
 * Width of a text in pixels in a common sans-serif font, from a table of three widths: where labels
 * go must not depend on the fonts of the machine that draws.
 */
export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const character of text) {
    if (/[iljtfrI.,:;'|!()[\] ]/.test(character)) width += 0.32;
    else if (/[mwMW%@—]/.test(character)) width += 0.87;
    else if (/[\u1100-\uffff]|[\u{1f000}-\u{3ffff}]/u.test(character)) width += 1;
    else width += 0.6;
  }
  return Math.ceil(width * fontSize);
}
