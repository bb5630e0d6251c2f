import type { ChoiceOption, NumberOption } from "../options.ts";

/** What t counts. A rate per epoch is the same for all of an epoch's steps. */
export const perEpoch = {
  kind: "choice",
  default: "epoch",
  values: ["epoch", "step"],
  doc: "What t counts: epochs, or steps (updates)",
} as const satisfies ChoiceOption;

/** A rate itself, not a share of η₀. */
export const minimum = {
  kind: "number",
  default: 0,
  min: 0,
  doc: "The lowest rate, at most the optimizer's learningRate",
} as const satisfies NumberOption;
