import { ExperimentError } from "../errors.ts";
import { columnsOf, findMetric, metrics, taskOf } from "../engine/mod.ts";
import type { LoadedData } from "../data/mod.ts";
import type { ResolvedExperiment, ResolvedSearch } from "../experiment/types.ts";
import type { RunResult } from "../results/mod.ts";
import { metricAt, moreIsBetter, rungEpochs, survivors } from "../results/mod.ts";
import { mean } from "../results/statistics.ts";
import { unknownName } from "../suggest.ts";
import type { Job } from "./executor.ts";
import { targetFacts } from "./target_facts.ts";

/** Trials that are compared with each other. */
export interface Bracket {
  /** Of each trial the places of its jobs, one for each seed. */
  trials: number[][];
  /** Epochs of each rung; the last is that of a whole run. */
  rungs: number[];
  /** One of so many goes on. */
  reduction: number;
  /** What trials are compared by. */
  metric: string;
}

/** The brackets of a search that halts trials, in the order of the experiment; none of another. */
export function bracketsOf({ search, runs, seeds }: ResolvedExperiment): Bracket[] {
  if (!search?.halving) return [];
  const { reduction, metric } = search.halving;
  let start = 0;
  return search.brackets.map((size) => {
    const first = start;
    start += size * seeds.length;
    const trials = Array.from(
      { length: size },
      (_, trial) => seeds.map((_, seed) => first + trial * seeds.length + seed),
    );
    const rungs = rungEpochs(search.halving!, runs[first]!.settings.epochs);
    return { trials, rungs, reduction, metric };
  });
}

type TargetFacts = Pick<ReturnType<typeof targetFacts>, "columns" | "zeroOrOne">;

/** @throws {ExperimentError} A run measures nothing of the name that its search compares by. */
export function checkSearchMetric(
  search: ResolvedSearch | undefined,
  { jobs, data, file }: {
    jobs: readonly Job[];
    data: ReadonlyMap<string, LoadedData>;
    file: string;
  },
): void {
  const metric = search?.halving?.metric;
  if (metric === undefined || metric === "loss") return;
  const facts = new Map<LoadedData, TargetFacts>();
  for (const { run, dataKey } of jobs) {
    const loaded = data.get(dataKey)!;
    const { columns, zeroOrOne } = facts.get(loaded) ?? targetFacts(loaded);
    facts.set(loaded, { columns, zeroOrOne });
    const task = taskOf(
      { columns, classes: loaded.classes !== undefined, zeroOrOne },
      run.settings.loss,
    );
    const asked = (run.settings.metrics ?? []).flatMap((member) =>
      columnsOf(findMetric(metrics, member), member, Math.max(2, columns))
    );
    const known = ["loss", ...(task === "regression" ? [] : ["accuracy"]), ...asked]
      .filter((name) => moreIsBetter(name) !== undefined);
    if (known.includes(metric)) continue;
    throw new ExperimentError(unknownName("search.metric", metric, [...new Set(known)]), {
      file,
      place: "search.metric",
      remedy: "Choose one that is measured, or add it to metrics",
    });
  }
}

/** What becomes of the runs of a sweep while its rungs are climbed. */
export interface ClimbEvents {
  /** A run is at its end: by itself, or because others are better. */
  onSettled?: (index: number, result: RunResult) => void | Promise<void>;
}

/** How far a sweep came. */
export interface Climbed {
  /** The last result of each run that is not on its way further, by the job's place. */
  results: Map<number, RunResult>;
  /** Runs that have a result of a rung that is not complete, so that they may go on. */
  open: ReadonlySet<number>;
}

/**
 * Goes from rung to rung, all brackets side by side: gets the results of all jobs of a rung, then sees
 * which trials go on. A sweep without rungs is one of a single rung. It ends early where a rung is not
 * complete.
 *
 * @param rung Gives results of jobs by their place; fewer than were asked for end the climb.
 */
export async function climb(
  { jobs, brackets = [] }: { jobs: readonly Job[]; brackets?: readonly Bracket[] },
  rung: (jobs: ReadonlyMap<number, Job>) => Promise<ReadonlyMap<number, RunResult>>,
  { onSettled }: ClimbEvents = {},
): Promise<Climbed> {
  const results = new Map<number, RunResult>();
  if (brackets.length === 0) {
    for (const [index, result] of await rung(new Map(jobs.entries()))) results.set(index, result);
    return { results, open: new Set() };
  }
  let left = brackets.map(({ trials }) => trials);
  for (let level = 0; left.some((trials) => trials.length > 0); level++) {
    const asked = jobsOfRung({ jobs, brackets, left, level, results });
    for (const index of asked.keys()) results.delete(index);
    const found = asked.size > 0 ? await rung(asked) : new Map<number, RunResult>();
    for (const [index, result] of found) results.set(index, result);
    if (found.size < asked.size) {
      return { results, open: new Set([...found].filter(isHalted).map(([index]) => index)) };
    }
    const next = left.map((trials, place) => goOn(trials, { ...brackets[place]!, level, results }));
    const going = new Set(next.flat(2));
    for (const index of left.flat(2)) {
      if (!going.has(index)) await onSettled?.(index, results.get(index)!);
    }
    left = next;
  }
  return { results, open: new Set() };
}

function isHalted([, { status }]: readonly [number, RunResult]): boolean {
  return status === "halted";
}

/** The jobs of a rung: what has ended by itself before it has nothing more to train. */
function jobsOfRung({ jobs, brackets, left, level, results }: {
  jobs: readonly Job[];
  brackets: readonly Bracket[];
  left: readonly number[][][];
  level: number;
  results: ReadonlyMap<number, RunResult>;
}): Map<number, Job> {
  const asked = new Map<number, Job>();
  for (const [place, { rungs }] of brackets.entries()) {
    const isLast = level === rungs.length - 1;
    for (const index of left[place]!.flat()) {
      const before = results.get(index);
      if (before && before.status !== "halted") continue;
      const job = jobs[index]!;
      const stopAfter = isLast ? {} : { stopAfter: rungs[level]! };
      asked.set(index, { ...job, run: { ...job.run, ...stopAfter } });
    }
  }
  return asked;
}

/** The trials that go on from a rung to the next: the best of those that did not diverge. */
function goOn(
  trials: number[][],
  { rungs, reduction, metric, level, results }: Bracket & {
    level: number;
    results: ReadonlyMap<number, RunResult>;
  },
): number[][] {
  if (level >= rungs.length - 1) return [];
  const ranked = rankTrials(
    trials.map((indices) => indices.map((index) => results.get(index)!)),
    metric,
  );
  return ranked.slice(0, survivors(trials.length, reduction))
    .filter(({ score }) => score < Infinity)
    // In their first order, which is that of their numbers.
    .map(({ trial }) => trial).sort((a, b) => a - b).map((trial) => trials[trial]!);
}

/**
 * Trials from the best to the worst by the mean of a metric over the seeds, of the validation part
 * or, without one, the training part. Equal ones stay in order; one with a run that diverged comes
 * last, and so does one whose metric is not a number.
 *
 * @param trials Of each the results of its seeds.
 * @returns places of trials; the score is less for better ones.
 */
export function rankTrials(
  trials: readonly (readonly RunResult[])[],
  metric: string,
): { trial: number; score: number }[] {
  const sign = moreIsBetter(metric) === true ? -1 : 1;
  return trials.map((results, trial) => {
    const diverged = results.some(({ status }) => status === "diverged");
    const values = results.map(({ final }) =>
      metricAt(final, { part: final.validation ? "validation" : "train", metric }) ?? NaN
    );
    const score = sign * mean(values);
    return { trial, score: diverged || !Number.isFinite(score) ? Infinity : score };
    // Of two at infinity the difference is NaN, which must not decide.
  }).sort((a, b) => a.score === b.score ? a.trial - b.trial : a.score < b.score ? -1 : 1);
}
