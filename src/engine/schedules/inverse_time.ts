import { perEpoch } from "./_options.ts";
import { defineSchedule } from "./schedule.ts";

/**
 * Keras's `InverseTimeDecay` with `decay_steps` 1; with `every` above 1 and `decay` for a whole stair,
 * its `staircase` form, which tutorials call decay with a time interval.
 */
export const inverseTime = defineSchedule({
  name: "inverse-time",
  options: {
    decay: { kind: "number", default: 0.01, min: 0, doc: "k" },
    every: { kind: "number", default: 1, min: 1, integer: true, doc: "Length of a stair" },
    per: perEpoch,
  },
  doc: "η = η₀ / (1 + k·⌊t / every⌋)",
  source: "Robbins, Monro, Ann. Math. Stat. 22, 1951; Darken, Moody, NIPS 1990",
  rate: ({ t, base }, { decay, every }) => base / (1 + decay * Math.floor(t / every)),
});
