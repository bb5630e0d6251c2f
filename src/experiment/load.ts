import type { EvaluateOptions } from "./evaluate.ts";
import { parseExperiment } from "./parse.ts";
import { readExperiment } from "./read.ts";
import type { Experiment } from "./types.ts";

/**
 * Reads and checks an experiment file; see `readExperiment`.
 *
 * @param file As the user named it, relative to the working folder.
 * @throws {ExperimentError} for whatever is wrong with it
 */
export async function loadExperiment(
  file: string,
  options: Pick<EvaluateOptions, "timeLimitMs" | "memoryLimitMiB" | "onPrint"> = {},
): Promise<Experiment> {
  return parseExperiment(await readExperiment(file, options), file);
}
