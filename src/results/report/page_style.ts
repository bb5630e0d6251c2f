import { inks, onDark, variantColors } from "../picture_style.ts";
import rules from "./page/style.css" with { type: "text" };

/** The style sheet of a page, in the colours of the pictures. */
export function pageStyle(): string {
  const light = palette((color) => color);
  const dark = palette(onDark);
  const lines = variantColors.map((_, index) => `.c${index}{--line:var(--c${index})}`);
  return [
    `:root{color-scheme:light;${light}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme="light"]){color-scheme:dark;${dark}}}`,
    `:root[data-theme="dark"]{color-scheme:dark;${dark}}`,
    lines.join(""),
    rules,
  ].join("\n");
}

function palette(shade: (color: string) => string): string {
  const named = [
    ...Object.entries(inks),
    ...variantColors.map((color, index) => [`c${index}`, color] as const),
  ];
  return named.map(([name, color]) => `--${name}:${shade(color)}`).join(";");
}
