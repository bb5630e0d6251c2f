import { exp, log, powerInteger } from "../../numerics/mod.ts";
import { minimum, perEpoch } from "./_options.ts";
import { defineSchedule } from "./schedule.ts";

/**
 * PyTorch's `PolynomialLR` with `minimum` 0, Keras's `PolynomialDecay` without `cycle`. The end is
 * reached at t = length: with the length of the run, one step after the last.
 */
export const polynomial = defineSchedule({
  name: "polynomial",
  options: {
    power: { kind: "number", default: 1, above: 0, doc: "p, 1 for a straight line" },
    minimum,
    length: { kind: "number", default: 0, min: 0, integer: true, doc: "L, 0 for the whole run" },
    per: perEpoch,
  },
  doc: "η = (η₀ − minimum)·(1 − t/L)^p + minimum for t < L, then the minimum",
  source: "Chen et al., DeepLab, IEEE TPAMI 40(4), 2018, section 4.1",
  rate({ t, total, base }, { power, minimum, length }) {
    const left = 1 - t / (length || total);
    if (left <= 0) return minimum;
    const share = Number.isInteger(power) ? powerInteger(left, power) : exp(power * log(left));
    return (base - minimum) * share + minimum;
  },
});
