import { exp, log, powerInteger } from "../../numerics/mod.ts";
import { perEpoch } from "./_options.ts";
import { defineSchedule } from "./schedule.ts";

/**
 * With `every` 1 it is PyTorch's `ExponentialLR`, with others Keras's `ExponentialDecay` whose
 * `decay_steps` is `every`; with `staircase` that is the schedule `step`.
 */
export const exponential = defineSchedule({
  name: "exponential",
  options: {
    factor: { kind: "number", default: 0.95, above: 0, max: 1, doc: "What is left after `every`" },
    every: { kind: "number", default: 1, min: 1, integer: true, doc: "In how much time it is" },
    per: perEpoch,
  },
  doc: "η = η₀·factor^(t / every)",
  source: "Senior, Heigold, Ranzato, Yang, ICASSP 2013, section 3.2",
  rate({ t, base }, { factor, every }) {
    const whole = Math.floor(t / every);
    const rest = t / every - whole;
    return base * powerInteger(factor, whole) * (rest === 0 ? 1 : exp(rest * log(factor)));
  },
});
