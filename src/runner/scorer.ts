import type { LoadedData, PreparedData } from "../data/mod.ts";
import {
  type Answers,
  columnsOf,
  findMetric,
  type Member,
  type Metric,
  metrics,
  taskOf,
  thresholdOf,
} from "../engine/mod.ts";
import type { ResolvedSettings } from "../experiment/types.ts";
import type { Examples } from "../numerics/matrix.ts";
import type { Scores } from "../results/mod.ts";
import { preparedTargetFacts } from "./target_facts.ts";

/** What is measured beside the loss. */
export interface Scorer {
  scores(outputs: Float32Array, examples: Examples): Omit<Scores, "loss">;
  /** The outputs as answers to what the network is asked for. */
  answers(outputs: Float32Array, examples: Examples): Answers;
}

/**
 * Measures accuracy wherever there are classes or labels, and what the settings ask for besides.
 *
 * @param data All parts of the run, which tell the task.
 */
export function createScorer(
  settings: Pick<ResolvedSettings, "loss" | "metrics">,
  data: PreparedData & Pick<LoadedData, "classes">,
): Scorer {
  const { columns, zeroOrOne } = preparedTargetFacts(data);
  const task = taskOf({ columns, classes: data.classes !== undefined, zeroOrOne }, settings.loss);
  const threshold = thresholdOf(settings.loss);
  const K = Math.max(2, columns);
  const asked = (settings.metrics ?? []).filter(({ type }) => type !== "accuracy")
    .map((member) => bindMetric(member, K));
  const answers: Scorer["answers"] = (outputs, { targets, rows }) => (
    { task, outputs, targets, rows, threshold }
  );
  return {
    answers,
    scores(outputs, examples) {
      const given = answers(outputs, examples);
      const measured = asked.flatMap(({ metric, member, columns }) => {
        const values = metric.measure(given, member as never);
        return columns.map((column, index) => [column, values[index]!] as const);
      });
      return {
        ...(task === "regression" ? {} : { accuracy: metrics.accuracy.measure(given, {})[0]! }),
        ...(measured.length === 0 ? {} : { metrics: Object.fromEntries(measured) }),
      };
    },
  };
}

function bindMetric(member: Member, K: number) {
  const metric: Metric = findMetric(metrics, member);
  return { metric, member, columns: columnsOf(metric, member, K) };
}
