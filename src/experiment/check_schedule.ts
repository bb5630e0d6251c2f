import { cannotRead, type Problem } from "./problems.ts";
import { resolveSettings } from "./resolve.ts";
import type { Settings } from "./types.ts";

/** What is wrong with a schedule beside the optimizer and the epochs that it is for. */
export function scheduleProblems(settings: Settings): Problem[] {
  const { schedule, optimizer, epochs } = resolveSettings(settings);
  if (schedule.type === "constant") return [];
  const refuse = (key: string, problem: string, remedy: string): Problem => {
    const got = schedule[key];
    const path = key === "type" ? ["schedule"] : ["schedule", key];
    return { path, say: (at) => cannotRead({ at, got, problem }), remedy };
  };
  const problems: Problem[] = [];
  if (settings.optimizer === undefined) {
    problems.push(refuse(
      "type",
      "there is no optimizer whose learningRate it starts from",
      "Name the optimizer with its learningRate",
    ));
  }
  const learningRate = Number(optimizer.learningRate);
  if (Number(schedule.minimum ?? 0) > learningRate) {
    problems.push(refuse(
      "minimum",
      `it must be at most optimizer.learningRate, ${learningRate}`,
      "Lower it, or raise optimizer.learningRate",
    ));
  }
  if (schedule.per === "epoch" && Number(schedule.warmup ?? 0) >= epochs) {
    problems.push(refuse(
      "warmup",
      `it must be below the number of epochs, ${epochs}`,
      "Shorten it, or train longer",
    ));
  }
  return problems;
}
