import type { Matrix } from "../../numerics/mod.ts";
import { findMember } from "../members.ts";
import type { FamilyMember, Member, OptionTable, OptionValues } from "../options.ts";
import type { Task } from "./task.ts";

/** What a network answered, and what it should have. */
export interface Answers {
  readonly task: Task;
  /** [rows, columns] the last layer's activations, row for row. */
  readonly outputs: Float32Array;
  /** [any, columns] */
  readonly targets: Matrix<Float32Array>;
  /** Which rows of the targets the outputs belong to; all of them when absent. */
  readonly rows?: Uint32Array | undefined;
  /** The output from which on the answer to a yes-or-no question is yes; see `thresholdOf`. */
  readonly threshold: number;
}

/** Something to measure: one number, or several with a column each. */
export interface Metric<T extends OptionTable = OptionTable> extends FamilyMember<T> {
  /** What it means something for. */
  readonly tasks: readonly Task[];
  /** Which value is the best; absent for counts. */
  readonly best?: "highest" | "lowest";
  /** What columns are called after `train_`; default: the metric's name. `K` classes. */
  columns?(settings: OptionValues<T>, K: number): string[];
  /** What K classes it can't be measured for, as the end of a sentence. */
  problem?(settings: OptionValues<T>, K: number): string | undefined;
  /** A number per column, in double precision, in the order of rows. NaN where it is undefined. */
  measure(answers: Answers, settings: OptionValues<T>): number[];
}

/** Gives a metric its types: those of `settings` come from its options. */
export function defineMetric<const T extends OptionTable>(metric: Metric<T>): Metric<T> {
  return metric;
}

/** The metric that a member names. */
export function findMetric(family: { readonly [name: string]: Metric }, member: Member): Metric {
  return findMember(family, member.type, "metric");
}

/** The columns of a metric: `roc_auc`, `top_3`, `confusion_0_1`. K is the number of classes. */
export function columnsOf(metric: Metric, settings: Member, K: number): string[] {
  return metric.columns?.(settings as never, K) ?? [metric.name.replaceAll("-", "_")];
}

/** Number of rows that were answered. */
export function countRows({ targets, rows }: Pick<Answers, "targets" | "rows">): number {
  return rows?.length ?? targets.rows;
}

/** Where the target of the k-th answered row starts. */
export function targetAt({ targets, rows }: Pick<Answers, "targets" | "rows">, k: number): number {
  return (rows ? rows[k]! : k) * targets.columns;
}
