import type { LoadedData, PreparedData } from "../data/mod.ts";
import { type BackendName, type Backends, chooseBackend, reconsider } from "../engine/mod.ts";
import type { Run } from "../experiment/types.ts";
import type { RunResult } from "../results/mod.ts";
import { type TrainOptions, trainRun } from "./train.ts";

export interface CheckedOptions extends Omit<TrainOptions, "kernels"> {
  /** Those to choose from; the engine's by default. */
  backends?: Backends;
  onWarning: (text: string) => void;
  /** Called when the run is trained, with the backend that the result is of. */
  onBackend?: (name: string) => void;
}

/**
 * Trains one run on a backend that passes its self-test before and after. Compilers take up code
 * again while it runs: where the test fails afterwards, the run is trained once more on the reference.
 *
 * @throws {RunError} where a backend that was asked for fails the test.
 */
export function trainChecked(
  run: Run,
  given: PreparedData & Pick<LoadedData, "classes">,
  { backends, onWarning, onBackend, ...options }: CheckedOptions,
): Omit<RunResult, "elapsedMs"> {
  const asked: BackendName = options.backend ?? "auto";
  const among = {
    ...(backends === undefined ? {} : { all: backends }),
    ...(options.arena === undefined ? {} : { thread: options.arena.thread }),
  };
  const choice = chooseBackend(asked, among);
  if (choice.warning) onWarning(choice.warning);
  const result = trainRun(run, given, { ...options, kernels: choice.backend });
  const other = reconsider(asked, choice, among);
  onBackend?.((other ?? choice).name);
  if (!other) return result;
  onWarning(other.warning!);
  return trainRun(run, given, { ...options, from: undefined, kernels: other.backend });
}
