import { powerInteger } from "../../numerics/mod.ts";
import { perEpoch } from "./_options.ts";
import { defineSchedule } from "./schedule.ts";

/**
 * PyTorch's `StepLR` with `step_size` = `every` and `gamma` = `factor`. The tutorials' rate that is
 * halved every 2000 iterations is `{ type: "step", every: 2000, factor: 0.5, per: "step" }`.
 */
export const step = defineSchedule({
  name: "step",
  options: {
    every: { kind: "number", default: 10, min: 1, integer: true, doc: "How long a rate is kept" },
    factor: {
      kind: "number",
      default: 0.5,
      above: 0,
      max: 1,
      doc: "What it is multiplied by then",
    },
    per: perEpoch,
  },
  doc: "η = η₀·factor^⌊t / every⌋",
  source: "He, Zhang, Ren, Sun, Deep Residual Learning, CVPR 2016, section 3.4",
  rate: ({ t, base }, { every, factor }) => base * powerInteger(factor, Math.floor(t / every)),
});
