import { powerInteger } from "../../numerics/mod.ts";
import { minimum } from "./_options.ts";
import { defineSchedule } from "./schedule.ts";

/**
 * PyTorch's `ReduceLROnPlateau`, asked after every epoch, with the loss of that moment, evaluated
 * without dropout. As there, the rate falls when more than `patience` epochs in a row brought nothing:
 * Keras, and early stopping here, don't wait for the one more. A loss that is not a number brings
 * nothing.
 */
export const reduceOnPlateau = defineSchedule({
  name: "reduce-on-plateau",
  options: {
    part: {
      kind: "choice",
      default: "validation",
      values: ["validation", "train"],
      doc: "Whose loss it listens to",
    },
    factor: { kind: "number", default: 0.1, above: 0, below: 1, doc: "What η is multiplied by" },
    patience: {
      kind: "number",
      default: 10,
      min: 0,
      integer: true,
      doc: "Epochs in a row without improvement that are let pass",
    },
    threshold: { kind: "number", default: 1e-4, min: 0, doc: "What counts as improvement" },
    thresholdMode: {
      kind: "choice",
      default: "relative",
      values: ["relative", "absolute"],
      doc: "Improvement is loss < best·(1 − threshold), or loss < best − threshold",
    },
    cooldown: {
      kind: "number",
      default: 0,
      min: 0,
      integer: true,
      doc: "Epochs after a cut that don't count as without improvement",
    },
    minimum,
  },
  doc: "η = max(minimum, η₀·factorᶜ) after c cuts, one whenever the loss has stopped falling",
  source: "PyTorch and Keras, ReduceLROnPlateau; Krizhevsky et al., NIPS 2012, section 5, by hand",
  rate: ({ base, cuts }, { factor, minimum }) =>
    Math.max(minimum, base * powerInteger(factor, cuts)),
  observe(memory, loss, { patience, threshold, thresholdMode, cooldown }) {
    const { best } = memory;
    // Infinity · 0 would be no number.
    const bar = thresholdMode === "relative" && best < Infinity
      ? best * (1 - threshold)
      : best - threshold;
    if (loss < bar) {
      memory.best = loss;
      memory.wait = 0;
    } else memory.wait++;
    if (memory.cooldown > 0) {
      memory.cooldown--;
      memory.wait = 0;
    }
    if (memory.wait > patience) {
      memory.cuts++;
      memory.cooldown = cooldown;
      memory.wait = 0;
    }
  },
});
