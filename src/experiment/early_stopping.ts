import type { OptionTable, OptionValues } from "../engine/options.ts";

/** The options of `earlyStopping`. */
export const earlyStoppingOptions = {
  metric: {
    kind: "choice",
    default: "loss",
    values: ["loss", "accuracy"],
    doc: "What is watched on the validation part",
  },
  patience: {
    kind: "number",
    default: 10,
    min: 1,
    integer: true,
    doc: "Training stops after so many epochs in a row without improvement",
  },
  minDelta: {
    kind: "number",
    default: 0,
    min: 0,
    doc: "By how much a score must be better than the best to count as improvement",
  },
  restoreBest: {
    kind: "flag",
    default: true,
    doc: "Whether the run ends with the weights of the best epoch",
  },
} as const satisfies OptionTable;

/** `earlyStopping` with every option given. */
export type ResolvedEarlyStopping = OptionValues<typeof earlyStoppingOptions>;

/** `earlyStopping` with its defaults filled in. */
export function resolveEarlyStopping(
  written: Partial<ResolvedEarlyStopping> | undefined,
): ResolvedEarlyStopping | null {
  if (written === undefined) return null;
  const { metric, patience, minDelta, restoreBest } = earlyStoppingOptions;
  return {
    metric: metric.default,
    patience: patience.default,
    minDelta: minDelta.default,
    restoreBest: restoreBest.default,
    ...written,
  };
}
