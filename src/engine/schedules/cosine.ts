import { cos } from "../../numerics/mod.ts";
import { minimum, perEpoch } from "./_options.ts";
import { defineSchedule } from "./schedule.ts";

/**
 * Without warm-up it is PyTorch's `CosineAnnealingLR` for its first `T_max`, and with a period its
 * `CosineAnnealingWarmRestarts` (`T_0` = period, `T_mult` = multiplier). The warm-up is a straight line
 * that reaches η₀ where the cosine begins: PyTorch's `LinearLR` with `start_factor` 1/(W + 1).
 */
export const cosine = defineSchedule({
  name: "cosine",
  options: {
    minimum,
    warmup: { kind: "number", default: 0, min: 0, integer: true, doc: "W, length of the warm-up" },
    period: {
      kind: "number",
      default: 0,
      min: 0,
      integer: true,
      doc: "P, length of the first cycle; 0 for one cycle until the end of the run",
    },
    multiplier: {
      kind: "number",
      default: 1,
      min: 1,
      integer: true,
      doc: "How many times as long as the last one each further cycle is",
    },
    per: perEpoch,
  },
  doc:
    "η = η₀·(t + 1)/(W + 1) for t < W; then η = min + ½(η₀ − min)(1 + cos(π·s/P)), s from 0 to P, " +
    "again and again",
  source:
    "Loshchilov, Hutter, SGDR, ICLR 2017, eq. 5; warm-up: Goyal et al., arXiv:1706.02677, 2.2",
  rate({ t, total, base }, { minimum, warmup, period, multiplier }) {
    if (t < warmup) return base * (t + 1) / (warmup + 1);
    let s = t - warmup;
    let length = period || Math.max(1, total - warmup);
    if (multiplier === 1) s %= length;
    while (s >= length) {
      s -= length;
      length *= multiplier;
    }
    return minimum + (base - minimum) * (1 + cos(Math.PI * (s / length))) / 2;
  },
});
