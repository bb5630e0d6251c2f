import {
  basename,
  dirname,
  fromFileUrl,
  isAbsolute,
  join,
  relative,
  resolve,
  SEPARATOR,
} from "@std/path";
import { type LoadContext, type LoadedData, overrideData, type Progress } from "../data/mod.ts";
import {
  expand,
  loadExperiment,
  overrideDataSettings,
  type OverrideOptions,
  parseExperiment,
  parseOverrides,
  type ResolvedExperiment,
} from "../experiment/mod.ts";
import type { DataRecord, Shard } from "../results/mod.ts";
import { ExperimentError } from "../errors.ts";
import { checkRuns } from "./check_runs.ts";
import { loadDataSets } from "./data_sets.ts";
import type { Job } from "./executor.ts";
import { type Bracket, bracketsOf, checkSearchMetric } from "./rungs.ts";
import { readWeightFiles, type WeightFiles } from "./stored_weights.ts";

/** The folder of deno.json. */
export const projectFolder: string = fromFileUrl(new URL("../..", import.meta.url));

/** What the command line asks for beside the experiment file. */
export interface PlanOptions extends OverrideOptions {
  /** Other data in the place of the experiment's, from the working folder. */
  data?: string | undefined;
  /** Where decoded pictures are kept; default `results/.cache` of the project. */
  cache?: string;
  onProgress?: Progress;
  /** What the file declares, where `readExperiment` was asked already. */
  declared?: Promise<unknown> | undefined;
  /** Called when the experiment file is evaluated, before any of its data is read. */
  onEvaluated?: () => void;
}

/** A sweep that is ready to start: everything is checked, nothing is computed. */
export interface Plan {
  experiment: ResolvedExperiment;
  /** The experiment file relative to the project, or its name when it lies outside. */
  source: string;
  /** Loaded data by key. */
  data: Map<string, LoadedData>;
  /** Files that layers start from. */
  weights: WeightFiles;
  /** Each run with the key of its data. */
  jobs: Job[];
  /** Where the jobs are a part of the experiment's runs: which. */
  shard?: Shard;
  /** The trials that a search compares on their way, by places of jobs; absent where none are halted. */
  brackets?: Bracket[];
  /** One for each different `settings.data`, in order of appearance. */
  records: DataRecord[];
}

/**
 * Loads and checks an experiment and its data.
 *
 * @throws {ExperimentError} for whatever is wrong with either
 */
export async function planSweep(file: string, options: PlanOptions = {}): Promise<Plan> {
  const overrides = parseOverrides(options);
  const folder = dirname(resolve(file));
  const { data: path, declared } = options;
  const loaded = declared ? parseExperiment(await declared, file) : await loadExperiment(file);
  options.onEvaluated?.();
  const written = path === undefined
    ? loaded
    : await overrideDataSettings(loaded, (data) => overrideData(data, path, { folder }));
  const cache = options.cache ?? join(projectFolder, "results", ".cache");
  const { onProgress } = options;
  return await planExperiment(expand(written, { file, overrides }), {
    file,
    folder,
    source: sourceOf(file),
    context: { cache, ...(onProgress ? { progress: onProgress } : {}) },
  });
}

/**
 * Loads and checks the data of an experiment.
 *
 * @param options.file What the experiment was read from, for messages.
 * @param options.folder Absolute folder that its paths start from.
 * @param options.source See {@linkcode Plan}.
 * @throws {ExperimentError} for whatever is wrong with the data, or does not go together with it.
 */
export async function planExperiment(
  experiment: ResolvedExperiment,
  { file, folder, source, context }: {
    file: string;
    folder: string;
    source: string;
    context: Omit<LoadContext, "folder">;
  },
): Promise<Plan> {
  const { data, keyOf } = await loadDataSets(experiment.runs, { folder, ...context })
    .catch((error) => {
      throw inFile(error, file);
    });
  const jobs = experiment.runs.map((run) => ({ run, dataKey: keyOf(run) }));
  const weights = await readWeightFiles(experiment.runs, { folder, file });
  const records = checkRuns(jobs, { data, weights, file });
  checkSearchMetric(experiment.search, { jobs, data, file });
  const brackets = bracketsOf(experiment);
  const halved = brackets.length > 0 ? { brackets } : {};
  return { experiment, source, data, weights, jobs, ...halved, records };
}

/** What is wrong with data that stands in the experiment itself is wrong in its file. */
function inFile(error: unknown, file: string): unknown {
  if (!(error instanceof ExperimentError) || error.file !== undefined) return error;
  const { message, place, remedy } = error;
  return new ExperimentError(message, { file, place, remedy }, { cause: error });
}

function sourceOf(file: string): string {
  const near = relative(projectFolder, resolve(file));
  // Outside the project only the name is the same on every machine.
  const outside = near.startsWith("..") || isAbsolute(near);
  return outside ? basename(file) : near.split(SEPARATOR).join("/");
}
