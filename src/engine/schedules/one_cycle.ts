import { cos } from "../../numerics/mod.ts";
import { defineSchedule } from "./schedule.ts";

/**
 * PyTorch's `OneCycleLR` with cosines (`anneal_strategy`), two phases and `cycle_momentum` false: the
 * optimizer's `learningRate` is its `max_lr`, reached after `rise` of the run. It counts steps unless
 * told otherwise, as PyTorch's is meant to.
 */
export const oneCycle = defineSchedule({
  name: "one-cycle",
  options: {
    rise: {
      kind: "number",
      default: 0.3,
      above: 0,
      below: 1,
      doc: "Share of the run before the peak",
    },
    startDivisor: { kind: "number", default: 25, min: 1, doc: "The first rate is η₀ over this" },
    endDivisor: { kind: "number", default: 10000, min: 1, doc: "The last is the first over this" },
    per: {
      kind: "choice",
      default: "step",
      values: ["epoch", "step"],
      doc: "What t counts: epochs, or steps (updates)",
    },
  },
  doc: "a half cosine from η₀/startDivisor to η₀ at t = rise·T − 1, and another down to " +
    "η₀/(startDivisor·endDivisor) at t = T − 1",
  source: "Smith, Topin, Super-Convergence, arXiv:1708.07120; the cosines are fastai's",
  rate({ t, total, base }, { rise, startDivisor, endDivisor }) {
    const peak = rise * total - 1;
    const first = base / startDivisor;
    if (t <= peak && peak > 0) return halfCosine(first, base, t / peak);
    // Where the rise is shorter than a step, the fall has begun before the first one.
    const length = total - 1 - peak;
    return halfCosine(base, first / endDivisor, length > 0 ? (t - peak) / length : 1);
  },
});

function halfCosine(from: number, to: number, share: number): number {
  return to + (from - to) / 2 * (1 + cos(Math.PI * share));
}
