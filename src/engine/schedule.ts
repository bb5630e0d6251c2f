import { findMember } from "./members.ts";
import type { Member } from "./options.ts";
import { type Memory, type ScheduleDefinition, schedules } from "./schedules/mod.ts";

/** The run that a schedule is for. */
export interface ScheduleContext {
  /** η₀, the optimizer's. */
  learningRate: number;
  epochs: number;
  stepsPerEpoch: number;
}

/** The learning rates of one run. */
export interface Schedule {
  readonly member: Member;
  /** The part whose loss `observe` must be given after every epoch, where there is one. */
  readonly listensTo?: "train" | "validation";
  /** All that the schedule remembers of losses; set it to go on from a checkpoint. */
  readonly memory: Memory;
  /** η of a step, in double precision; epochs count from 1, the steps of an epoch from 0. */
  rate(epoch: number, step: number): number;
  /** Takes in the loss after an epoch. */
  observe(loss: number): void;
}

/**
 * The schedule that a member names, for a run.
 *
 * @throws {RangeError} for an unknown name.
 *
 * @example
 * ```ts
 * import { createSchedule } from "./schedule.ts";
 *
 * const halved = { type: "step", every: 2, factor: 0.5, per: "epoch" };
 * const run = { learningRate: 0.1, epochs: 5, stepsPerEpoch: 1 };
 * const schedule = createSchedule(halved, run);
 * [1, 2, 3, 4, 5].map((epoch) => schedule.rate(epoch, 0)); // 0.1, 0.1, 0.05, 0.05, 0.025
 * ```
 */
export function createSchedule(member: Member, run: ScheduleContext): Schedule {
  const definition = findMember<ScheduleDefinition>(schedules, member.type, "schedule");
  const { learningRate, epochs, stepsPerEpoch } = run;
  const bySteps = member.per === "step";
  const memory: Memory = { best: Infinity, wait: 0, cooldown: 0, cuts: 0 };
  const position = {
    t: 0,
    total: bySteps ? epochs * stepsPerEpoch : epochs,
    base: learningRate,
    cuts: 0,
  };
  return {
    member,
    ...(definition.observe ? { listensTo: member.part as "train" | "validation" } : {}),
    memory,
    rate(epoch, step) {
      position.t = bySteps ? (epoch - 1) * stepsPerEpoch + step : epoch - 1;
      position.cuts = memory.cuts;
      return definition.rate(position, member);
    },
    observe(loss) {
      definition.observe?.(memory, loss, member);
    },
  };
}
