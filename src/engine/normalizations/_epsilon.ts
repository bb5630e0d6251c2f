import type { NumberOption } from "../options.ts";

/** Keeps the division finite where nothing varies. */
export const epsilon = {
  kind: "number",
  default: 1e-5,
  above: 0,
  doc: "ε, added to the variance inside the root",
} satisfies NumberOption;
