import fc from "fast-check";
import { prepareData } from "../../src/data/mod.ts";
import { createArena, createMemory } from "../../src/engine/mod.ts";
import { modelFile, type RunResult, traceText } from "../../src/results/mod.ts";
import {
  type Executor,
  type Job,
  localExecutor,
  type Plan,
  runSweep,
  type TrainEvents,
  trainRun,
} from "../../src/runner/mod.ts";
import { planOf } from "./_sweeps.ts";

/** What runs of very different length and state do: masks, moments, running estimates, divergence. */
const variants: Record<string, Record<string, unknown>> = {
  plain: {},
  dropout: { regularization: { dropout: 0.3, inputDropout: 0.1 } },
  adam: { optimizer: { type: "adam", learningRate: 0.02 } },
  long: { epochs: 24, optimizer: { type: "momentum", learningRate: 0.1 } },
  normalized: {
    architecture: [{ units: 6 }, { type: "batch-norm", activation: "relu" }, {
      units: 1,
      activation: "sigmoid",
    }],
  },
  // Large enough to be shared out among threads.
  wide: {
    epochs: 3,
    batchSize: 40,
    architecture: [{ units: 256, activation: "relu" }, { units: 64, activation: "tanh" }, {
      units: 1,
      activation: "sigmoid",
    }],
  },
  diverging: {
    loss: "squared-error",
    architecture: [{ units: 1 }],
    optimizer: { type: "gradient-descent", learningRate: 1e30 },
  },
};

const seeds = [1, 2, 3];

/** What is measured beside, run by run; none of it may change what is trained. */
export interface Measuring {
  recordEvery: 1 | 2 | 5;
  metrics: boolean;
  /** Validation after every epoch, by early stopping that never stops. */
  validates: boolean;
}

/** Which runs there are, in which order, and how they are carried out. */
export interface Schedule {
  variants: { name: string; measuring: Measuring }[];
  seeds: number[];
  workers: number;
  threads: number;
  backend: "reference" | "simd";
  /** Whatever else is left to chance: who takes which run, and how long everything takes. */
  chance: number;
}

const measuring: fc.Arbitrary<Measuring> = fc.record({
  recordEvery: fc.constantFrom(1, 2, 5),
  metrics: fc.boolean(),
  validates: fc.boolean(),
});

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  variants: fc.shuffledSubarray(Object.keys(variants), { minLength: 1, maxLength: 5 }).chain((
    names,
  ) => fc.tuple(...names.map((name) => fc.record({ name: fc.constant(name), measuring })))),
  seeds: fc.shuffledSubarray(seeds, { minLength: 1, maxLength: 2 }),
  workers: fc.integer({ min: 1, max: 4 }),
  threads: fc.integer({ min: 1, max: 3 }),
  backend: fc.constantFrom("simd", "simd", "simd", "reference"),
  chance: fc.integer({ min: 1, max: 0x7ffffffe }),
});

function planFor({ variants: chosen, seeds }: Pick<Schedule, "variants" | "seeds">): Promise<Plan> {
  return planOf({
    name: "small",
    data: {
      type: "generated",
      shape: "two-moons",
      rows: 60,
      noise: 0.1,
      split: { validation: 0.2, test: 0.2 },
    },
    architecture: [{ units: 4, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
    optimizer: { type: "gradient-descent", learningRate: 0.5 },
    batchSize: 8,
    seeds,
    variants: Object.fromEntries(chosen.map(({ name, measuring }) => {
      const { epochs = 6 } = variants[name]!;
      const { recordEvery, metrics, validates } = measuring;
      return [name, {
        epochs,
        recordEvery,
        ...(metrics && name !== "diverging" ? { metrics: ["roc-auc", "confusion-matrix"] } : {}),
        ...(validates ? { earlyStopping: { patience: 1000, restoreBest: false } } : {}),
        ...variants[name],
      }];
    })),
  });
}

/** All of a run that measuring more or less must leave alone; of each epoch, what is measured. */
interface Facts {
  whole: string;
  curve: ReadonlyMap<number, string>;
}

function factsOf(result: RunResult, plan: Plan): Facts {
  const sweep = { experiment: plan.experiment, numericsVersion: 0 } as Parameters<
    typeof modelFile
  >[1];
  const { weightsSha256 } = modelFile(result, sweep);
  const { status, epochs, parameters, trace } = result;
  const scores = (all: RunResult["final"]) =>
    JSON.stringify(
      [all.train, all.validation, all.test].map((part) => [
        String(part?.loss),
        String(part?.accuracy),
      ]),
    );
  return {
    whole: JSON.stringify([
      weightsSha256,
      status,
      epochs,
      parameters,
      traceText(trace),
      scores(result.final),
    ]),
    curve: new Map(result.curve.map((point) => [
      point.epoch,
      `${point.learningRate} ${scores(point)}`,
    ])),
  };
}

/** Every run, each trained alone and in a fresh memory, on the reference, measured in every epoch. */
export async function trainedAlone(): Promise<Map<string, Facts>> {
  const measuring: Measuring = { recordEvery: 1, metrics: false, validates: false };
  const all = { variants: Object.keys(variants).map((name) => ({ name, measuring })), seeds };
  const plan = await planFor(all);
  return new Map(plan.jobs.map((job) => {
    const result = { ...trainJob(job, plan, { backend: "reference" }), elapsedMs: 0 };
    return [job.run.name, factsOf(result, plan)];
  }));
}

function trainJob(
  { run, dataKey }: Job,
  plan: Plan,
  options: Parameters<typeof trainRun>[2],
): Omit<RunResult, "elapsedMs"> {
  const { split, normalize } = run.settings.data;
  const loaded = plan.data.get(dataKey)!;
  const prepared = prepareData(loaded, { split, normalize, seed: run.seed });
  return trainRun(
    run,
    loaded.classes ? { ...prepared, classes: loaded.classes } : prepared,
    options,
  );
}

/**
 * Carries out a schedule and lists the runs that came out other than alone.
 *
 * @param pool The real one, or turns taken in this thread by arenas of one memory.
 */
export async function differingRuns(
  schedule: Schedule,
  { alone, pool }: { alone: ReadonlyMap<string, Facts>; pool: "workers" | "turns" },
): Promise<string[]> {
  const plan = await planFor(schedule);
  const random = uniform(schedule.chance);
  const { workers, threads, backend } = schedule;
  const inner = pool === "turns"
    ? turns(plan, { schedule, random })
    : localExecutor({ data: plan.data, workers, threads, backend });
  const executor = disturbed(inner, random);
  const { runs } = await runSweep(plan, { workers, backend, command: "", executor });
  const wrong = runs.length === plan.jobs.length ? [] : ["a run is missing"];
  runs.forEach((result, k) => {
    const { name } = plan.jobs[k]!.run;
    const [facts, expected] = [factsOf(result, plan), alone.get(name)!];
    const rows = [...facts.curve].every(([epoch, row]) => expected.curve.get(epoch) === row);
    if (result.run.name !== name || facts.whole !== expected.whole || !rows) wrong.push(name);
  });
  return wrong;
}

/** Gives the jobs to an executor in another order, and takes its time with the results. */
function disturbed(inner: Executor, random: () => number): Executor {
  return {
    facts: inner.facts,
    async train(jobs, events) {
      const order = shuffled([...jobs.keys()], random);
      const results = await inner.train(order.map((index) => jobs[index]!), {
        ...events,
        onStart: (at) => events.onStart?.(order[at]!),
        async onDone(at, result) {
          await delay(3 * random());
          await events.onDone?.(order[at]!, result);
        },
      });
      const back = new Array<RunResult | undefined>(jobs.length);
      order.forEach((index, at) => back[index] = results[at]);
      return back;
    },
  };
}

/** Workers that take turns: each has an arena, which every one of its runs finds as the last left it. */
function turns(
  plan: Plan,
  { schedule, random }: { schedule: Schedule; random: () => number },
): Executor {
  const { workers, backend } = schedule;
  const memory = createMemory();
  const arenas = Array.from({ length: workers }, (_, thread) => createArena({ memory, thread }));
  return {
    facts: {},
    async train(jobs: readonly Job[], { onStart, onDone }: TrainEvents) {
      const results = new Array<RunResult | undefined>(jobs.length);
      const queue = [...jobs.keys()];
      await Promise.all(arenas.map(async (arena) => {
        for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
          onStart?.(index);
          await delay(2 * random());
          arena.reset();
          const result = { ...trainJob(jobs[index]!, plan, { backend, arena }), elapsedMs: 0 };
          await delay(2 * random());
          results[index] = result;
          await onDone?.(index, result);
        }
      }));
      return results;
    },
  };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function shuffled<T>(list: T[], random: () => number): T[] {
  for (let k = list.length - 1; k > 0; k--) {
    const other = Math.floor((k + 1) * random());
    [list[k], list[other]] = [list[other]!, list[k]!];
  }
  return list;
}

/** Park and Miller's generator, uniform in [0, 1). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = state * 48271 % 2147483647) / 2147483647;
}
