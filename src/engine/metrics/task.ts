import { type Loss, losses, type RowsLoss } from "../losses/mod.ts";
import { findMember } from "../members.ts";
import type { Member } from "../options.ts";

/**
 * What a network is asked for: one of two classes (one column of 0 and 1, or two one-hot ones), one
 * of K > 2 classes (K columns, one-hot), several yes-or-no questions (a column of 0 and 1 for each), numbers.
 */
export type Task = "binary" | "multi-class" | "multi-label" | "regression";

/** What tells the task. */
export interface TaskFacts {
  /** Columns of the targets. */
  columns: number;
  /** Whether the data has names of classes. */
  classes: boolean;
  /** Whether every target is 0 or 1. */
  zeroOrOne: boolean;
}

/**
 * The task of a network. Several columns of 0 and 1 without classes are labels where the loss is
 * one for yes-or-no questions (binary cross-entropy, hinge), and numbers otherwise.
 */
export function taskOf({ columns, classes, zeroOrOne }: TaskFacts, loss: Member): Task {
  if (classes) return columns <= 2 ? "binary" : "multi-class";
  const asksQuestions = lossOf(loss).threshold !== undefined;
  return columns > 1 && zeroOrOne && asksQuestions ? "multi-label" : "regression";
}

/**
 * The output from which on the answer to a yes-or-no question is yes: 0 after a hinge loss, 0.5
 * after any other.
 */
export function thresholdOf(loss: Member): number {
  return lossOf(loss).threshold ?? 0.5;
}

function lossOf({ type }: Member): Loss | RowsLoss {
  return findMember<Loss | RowsLoss>(losses, type, "loss");
}
