import { assertThrows } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { expand, type ExpandOptions } from "../../src/experiment/expand.ts";
import { type OverrideOptions, parseOverrides } from "../../src/experiment/overrides.ts";
import { parseExperiment } from "../../src/experiment/parse.ts";
import type { ResolvedExperiment } from "../../src/experiment/types.ts";

/** A small experiment that is right, with other keys over it. */
export function experimentWith(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: "small",
    data: { type: "generated", shape: "xor" },
    architecture: [{ units: 3, activation: "relu" }, { units: 1, activation: "sigmoid" }],
    ...changes,
  };
}

/** What `parseExperiment` says against an experiment. */
export function refusal(experiment: unknown): ExperimentError {
  return assertThrows(() => parseExperiment(experiment, "small.ts"), ExperimentError);
}

/** An experiment with these keys, checked and expanded. */
export function expanded(
  changes: Record<string, unknown> = {},
  { file, ...options }: OverrideOptions & Pick<ExpandOptions, "file"> = {},
): ResolvedExperiment {
  const overrides = parseOverrides(options);
  return expand(parseExperiment(experimentWith(changes)), { file, overrides });
}

/** The names of an experiment's runs. */
export function runNames(...args: Parameters<typeof expanded>): string[] {
  return expanded(...args).runs.map(({ name }) => name);
}
