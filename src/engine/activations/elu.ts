import { exp, expm1 } from "../../numerics/mod.ts";
import { defineActivation } from "./activation.ts";

/** The derivative at z = 0 is alpha, as in PyTorch: a kink unless alpha is 1. */
export const elu = defineActivation({
  name: "elu",
  options: {
    alpha: { kind: "number", default: 1, min: 0, doc: "−alpha is the limit for z → −∞" },
  },
  doc: "a = z for z > 0, alpha·(eᶻ − 1) otherwise",
  source: "Clevert, Unterthiner, Hochreiter, … Exponential Linear Units, ICLR 2016, eq. 15",
  forward: (z, { alpha }) => z > 0 ? z : alpha * expm1(z),
  // From z: the rounded a + alpha would lose the digits of a small derivative.
  backward: (z, _a, { alpha }) => z > 0 ? 1 : alpha * exp(z),
  kinks: ({ alpha }) => alpha === 1 ? [] : [0],
});
