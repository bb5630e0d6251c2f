import type { Written } from "../options.ts";
import { constant } from "./constant.ts";
import { cosine } from "./cosine.ts";
import { exponential } from "./exponential.ts";
import { inverseTime } from "./inverse_time.ts";
import { oneCycle } from "./one_cycle.ts";
import { polynomial } from "./polynomial.ts";
import { reduceOnPlateau } from "./reduce_on_plateau.ts";
import { step } from "./step.ts";

export { defineSchedule, type Memory, type Position, type ScheduleDefinition } from "./schedule.ts";

/** All schedules by name. */
export const schedules = {
  constant,
  step,
  exponential,
  "inverse-time": inverseTime,
  polynomial,
  cosine,
  "one-cycle": oneCycle,
  "reduce-on-plateau": reduceOnPlateau,
};

export type ScheduleName = keyof typeof schedules;

/** A schedule in an experiment: its name, or an object with its name as `type`. */
export type ScheduleOptions = Written<typeof schedules>;
