import { prepareData } from "../../src/data/mod.ts";
import { expand } from "../../src/experiment/expand.ts";
import { parseExperiment } from "../../src/experiment/parse.ts";
import {
  claimFolder,
  denoFiles,
  type FileLayer,
  type RunResult,
  writeResults,
} from "../../src/results/mod.ts";
import { checkRuns } from "../../src/runner/check_runs.ts";
import { loadDataSets } from "../../src/runner/data_sets.ts";
import { bracketsOf } from "../../src/runner/rungs.ts";
import {
  type Executor,
  findCheckpoints,
  findFinished,
  type FinishedRuns,
  type Plan,
  runSweep,
  type TakeMode,
  trainRun,
} from "../../src/runner/mod.ts";

/** Two variants of a network of 17 parameters, done in a moment. */
export const small = {
  name: "small",
  data: { type: "generated", shape: "xor", rows: 12, split: { test: 0.25 } },
  architecture: [{ units: 4, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
  optimizer: { type: "gradient-descent", learningRate: 0.5 },
  epochs: 2,
  variants: { zeros: { init: "zeros" }, xavier: { init: "xavier" } },
};

/** A plan without an experiment file. */
export async function planOf(experiment: Record<string, unknown>): Promise<Plan> {
  const resolved = expand(parseExperiment(experiment, "small.json"));
  const { data, keyOf } = await loadDataSets(resolved.runs, { folder: "/" });
  const jobs = resolved.runs.map((run) => ({ run, dataKey: keyOf(run) }));
  const weights = { tensors: new Map(), records: [] };
  const records = checkRuns(jobs, { data, weights, file: "small.json" });
  const brackets = bracketsOf(resolved);
  const halved = brackets.length > 0 ? { brackets } : {};
  return { experiment: resolved, source: "small.json", data, weights, jobs, ...halved, records };
}

const trained = new Map<string, RunResult>();

/** Trains in this thread, each run once in the life of the tests. */
export function directExecutor(plan: Plan, names: string[] = []): Executor {
  return {
    facts: {},
    async train(jobs, { onStart, onDone }) {
      const results: RunResult[] = [];
      for (const [index, { run, dataKey }] of jobs.entries()) {
        onStart?.(index);
        const key = JSON.stringify(run);
        const { split, normalize } = run.settings.data;
        const loaded = plan.data.get(dataKey)!;
        const result = trained.get(key) ?? {
          ...trainRun(run, {
            ...prepareData(loaded, { split, normalize, seed: run.seed }),
            ...(loaded.classes ? { classes: loaded.classes } : {}),
          }, { backend: "reference" }),
          elapsedMs: 1,
        };
        trained.set(key, result);
        names.push(run.name);
        await onDone?.(index, result);
        results.push(result);
      }
      return results;
    },
  };
}

export interface Session {
  finished: FinishedRuns;
  /** Names of the runs that were trained. */
  trained: string[];
}

export interface SessionOptions {
  files?: FileLayer;
  mode?: TakeMode;
  folder?: string;
  executor?: Executor;
  /** Between two checkpoints of a run; none are made without it. */
  everyMs?: number;
  onWarning?: (text: string) => void;
  /** Called when a run is trained and kept. */
  onDone?: (name: string) => void;
}

/** What `run` does with a plan, from the claim of the folder to its release. */
export async function session(plan: Plan, options: SessionOptions = {}): Promise<Session> {
  const { files = denoFiles, mode = "missing", folder = "results/small", onDone } = options;
  const trained: string[] = [];
  const command = "deno task run small.json";
  const claimed = await claimFolder(folder, {
    experiment: plan.experiment.name,
    runs: plan.experiment.runs.map(({ name }) => name),
    holder: { pid: 1, since: "2020-01-02T03:04:05.000Z" },
    files,
    lock: () => Promise.resolve({ release: () => Promise.resolve() }),
  });
  try {
    const { journal } = claimed;
    const finished = await findFinished(plan, { journal, mode, folder, command, files });
    const checkpoints = await findCheckpoints(plan, { journal, mode, finished });
    const sweep = await runSweep(plan, {
      checkpoints,
      checkpointEveryMs: options.everyMs,
      onWarning: (text) => options.onWarning?.(text),
      workers: 1,
      backend: "reference",
      command,
      finished,
      executor: options.executor ?? directExecutor(plan, trained),
      onDone: (_, { run }) => onDone?.(run.name),
    });
    await writeResults(folder, sweep, {
      files,
      finished: "2020-01-02T03:04:05.000Z",
      // The real picture takes longer than all the rest.
      draw: (specification) =>
        Promise.resolve(`<svg>${JSON.stringify(specification).length}</svg>`),
    });
    await finished.prune();
    return { finished, trained };
  } finally {
    await claimed.release();
  }
}
