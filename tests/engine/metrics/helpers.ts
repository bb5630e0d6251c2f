import {
  type Answers,
  findMetric,
  metrics,
  resolveMember,
  type Task,
} from "../../../src/engine/mod.ts";

/** What a metric measures for a task, from lists of outputs and targets. */
export function measure(
  written: string | { type: string; [option: string]: unknown },
  given: {
    task: Task;
    outputs: number[];
    targets: number[];
    columns?: number;
    threshold?: number;
    rows?: number[];
  },
): number[] {
  const { task, outputs, targets, columns = 1, threshold = 0.5, rows } = given;
  const answers: Answers = {
    task,
    outputs: Float32Array.from(outputs),
    targets: { values: Float32Array.from(targets), rows: targets.length / columns, columns },
    rows: rows && Uint32Array.from(rows),
    threshold,
  };
  const member = resolveMember(metrics, written);
  return findMetric(metrics, member).measure(answers, member as never);
}
