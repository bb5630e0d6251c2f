import type { FamilyMember, OptionTable, OptionValues } from "../options.ts";

/** Where a learning rate is asked for. */
export interface Position {
  /** Epochs or steps before this one, as the schedule's option `per` says; 0 for the first. */
  readonly t: number;
  /** Epochs or steps of the whole run, at least 1. */
  readonly total: number;
  /** η₀, the optimizer's `learningRate`. */
  readonly base: number;
  /** How many times a schedule that listens has cut the rate. */
  readonly cuts: number;
}

/** What a schedule that listens to a loss remembers. */
export interface Memory {
  /** The lowest loss so far, Infinity before the first. */
  best: number;
  /** Epochs since it. */
  wait: number;
  /** Epochs for which none is counted. */
  cooldown: number;
  cuts: number;
}

/** The learning rate η over the time of a run, in double precision. */
export interface ScheduleDefinition<T extends OptionTable = OptionTable> extends FamilyMember<T> {
  /** η at a position: a function of nothing else. */
  rate(position: Position, settings: OptionValues<T>): number;
  /** Takes in the loss after an epoch; only of schedules that listen, to the part `settings.part`. */
  observe?(memory: Memory, loss: number, settings: OptionValues<T>): void;
}

/** Gives a schedule its types: those of `settings` come from its options. */
export function defineSchedule<const T extends OptionTable>(
  schedule: ScheduleDefinition<T>,
): ScheduleDefinition<T> {
  return schedule;
}
