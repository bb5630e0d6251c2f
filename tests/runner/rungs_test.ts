import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ExperimentError, RunError } from "../../src/errors.ts";
import { experimentOf } from "../../src/experiment/mod.ts";
import { memoryFiles } from "../results/_memory_files.ts";
import { type Executor, type Job, localExecutor } from "../../src/runner/mod.ts";
import { runKeys, runOrigins } from "../../src/runner/run_key.ts";
import { bracketsOf, checkSearchMetric, climb, rankTrials } from "../../src/runner/rungs.ts";
import type { RunResult } from "../../src/results/mod.ts";
import { granted } from "../permissions.ts";
import { directExecutor, planOf, session, small } from "./_sweeps.ts";

const ignore = !granted("read");

const search = {
  type: "successive-halving",
  runs: 9,
  minEpochs: 1,
  reduction: 3,
  space: { "optimizer.learningRate": { type: "log-uniform", low: 0.01, high: 3 } },
};
const { variants: _, ...one } = small;
const searched = { ...one, epochs: 9, seeds: [1, 2], search };
const plan = await planOf(searched);

/** Losses of nine trials after one epoch, a row of seeds each; a run without one diverged. */
const first = [
  [0.9, 0.7], // 0.8
  [0.5, 0.5], // 0.5
  [0.2, undefined], // last
  [0.6, 0.4], // 0.5, after the second
  [0.3, 0.3], // 0.3
  [1, 1],
  [0.1, NaN], // last
  [0.45, 0.55], // 0.5, after the fourth
  [0.95, 0.95],
];
/** Of those of them that are left, after three. */
const second: Record<number, number[]> = { 1: [0.5, 0.3], 3: [0.1, 0.4], 4: [0.2, 0.5] };

function resultOf({ run }: Job, loss: number | undefined): RunResult {
  const diverged = loss === undefined;
  const status = diverged ? "diverged" : run.stopAfter === undefined ? "finished" : "halted";
  const epochs = run.stopAfter ?? run.settings.epochs;
  return { run, status, epochs, final: { train: { loss: loss ?? 0.01 } } } as RunResult;
}

Deno.test({
  name: "rungs are those of a table worked by hand: ties go by number, diverged trials never go on",
  ignore,
  async fn() {
    const rungs: [epochs: number, trials: number[]][] = [];
    const settled: number[] = [];
    const { results, open } = await climb(plan, (asked) => {
      const trials = [...new Set([...asked.keys()].map((index) => Math.floor(index / 2)))];
      const [{ run }] = asked.values().toArray() as [Job];
      rungs.push([run.stopAfter ?? run.settings.epochs, trials]);
      const table = run.stopAfter === 1 ? first : second;
      return Promise.resolve(
        new Map(
          [...asked].map(([index, job]) =>
            [index, resultOf(job, table[Math.floor(index / 2)]![index % 2])] as const
          ),
        ),
      );
    }, { onSettled: (index) => void settled.push(index) });
    assertEquals(rungs, [[1, [0, 1, 2, 3, 4, 5, 6, 7, 8]], [3, [1, 3, 4]], [9, [3]]]);
    // Each is at its end once: those that are left behind, then the last.
    assertEquals(settled, [0, 1, 4, 5, 10, 11, 12, 13, 14, 15, 16, 17, 2, 3, 8, 9, 6, 7]);
    assertEquals(results.size, 18);
    assertEquals(open.size, 0);
    assertEquals(
      [6, 2, 0, 5].map((index) => [results.get(index)!.epochs, results.get(index)!.status]),
      [
        [9, "finished"],
        [3, "halted"],
        [1, "halted"],
        [1, "diverged"],
      ],
    );
  },
});

Deno.test({
  name: "a rung that is not complete ends the climb, and nothing of it is at its end",
  ignore,
  async fn() {
    const { results, open } = await climb(plan, (asked) => {
      const there = [...asked].filter(([index]) => index !== 7);
      return Promise.resolve(new Map(there.map(([index, job]) => [index, resultOf(job, 1)])));
    });
    assertEquals([results.size, open.size], [17, 17]);
  },
});

Deno.test("trials are ranked by the metric's direction, on the validation part where there is one", () => {
  const trial = (...scores: number[]) =>
    scores.map((accuracy) => ({
      status: "halted",
      final: {
        train: { loss: 1, accuracy: 1 - accuracy },
        validation: { loss: accuracy, accuracy },
      },
    } as RunResult));
  const trials = [trial(0.5, 0.6), trial(0.9, 0.7), trial(0.6, 0.5)];
  assertEquals(rankTrials(trials, "accuracy").map(({ trial }) => trial), [1, 0, 2]);
  assertEquals(rankTrials(trials, "loss").map(({ trial }) => trial), [0, 2, 1]);
});

Deno.test({
  name: "trials of each variant are among themselves, with rungs up to its own epochs",
  ignore,
  async fn() {
    const { experiment } = await planOf({
      ...searched,
      search: { ...search, runs: 2, minEpochs: 2 },
      variants: { short: { epochs: 5 }, long: { epochs: 20 } },
    });
    assertEquals(bracketsOf(experiment), [
      { trials: [[0, 1], [2, 3]], rungs: [2, 5], reduction: 3, metric: "loss" },
      { trials: [[4, 5], [6, 7]], rungs: [2, 6, 18, 20], reduction: 3, metric: "loss" },
    ]);
  },
});

Deno.test({
  name: "a run that is halted has another key than the whole run, and the same checkpoints",
  ignore,
  fn() {
    const [job] = plan.jobs;
    const halted = {
      ...plan,
      jobs: [1, 3].map((stopAfter) => ({ ...job!, run: { ...job!.run, stopAfter } })),
    };
    const [whole] = runKeys(plan);
    assertEquals(new Set([whole, ...runKeys(halted)]).size, 3);
    assertEquals(runOrigins(halted).map(({ key }) => key), [whole, whole]);
  },
});

function content(files: ReturnType<typeof memoryFiles>) {
  return Object.entries(files.content()).filter(([path]) =>
    !/\.journal|timing\.csv|environment/.test(path)
  );
}

/** Ends like a killed process after so many results, of the other executor's. */
function failing(inner: Executor, after: number): Executor {
  let left = after;
  return {
    facts: inner.facts,
    train: (jobs, { onDone, ...events }) =>
      inner.train(jobs, {
        ...events,
        async onDone(index, result) {
          if (left-- === 0) throw new RunError("killed");
          await onDone?.(index, result);
        },
      }),
  };
}

Deno.test({
  name: "a search that ends after any of its runs goes on to the same bytes, and trains none twice",
  ignore,
  async fn() {
    const whole = memoryFiles();
    const { trained } = await session(plan, { files: whole });
    // 9 trials, 3 and 1 with two seeds.
    assertEquals(trained.length, 26);
    for (const after of [0, 1, 7, 17, 18, 19, 23, 24, 25]) {
      const files = memoryFiles();
      const executor = failing(directExecutor(plan), after);
      await assertRejects(() => session(plan, { files, executor }), RunError);
      const { trained, finished } = await session(plan, { files });
      assertEquals(trained.length, 26 - after, `after ${after}`);
      // Those of a rung that is not complete may still go on.
      assertEquals(
        finished.taken.size,
        after < 18 ? 0 : after < 24 ? 12 : after - 8,
        `after ${after}`,
      );
      assertEquals(content(files), content(whole), `after ${after}`);
    }
    const again = await session(plan, { files: whole, mode: "all" });
    assertEquals([again.trained, again.finished.taken.size], [[], 18]);
    const check = await session(plan, { files: whole });
    assertEquals([check.trained.length, check.finished.isCheck], [26, true]);
    assertEquals(check.finished.changed, []);
  },
});

Deno.test({
  name:
    "trials go on from the checkpoint of the rung below, to the bytes of training from the start",
  ignore,
  async fn() {
    const whole = memoryFiles();
    await session(plan, { files: whole });
    const { data } = plan;
    for (const [workers, after] of [[1, 20], [2, undefined], [2, 10]] as const) {
      const files = memoryFiles();
      const from: (number | undefined)[] = [];
      const local = localExecutor({ data: new Map(data), workers, backend: "auto" });
      const executor: Executor = {
        facts: {},
        train(jobs, events) {
          from.push(...jobs.map((job) => job.from?.epoch));
          return local.train(jobs, events);
        },
      };
      const options = { files, everyMs: 1e9 };
      if (after !== undefined) {
        await assertRejects(
          () => session(plan, { ...options, executor: failing(executor, after) }),
          RunError,
        );
      }
      await session(plan, { ...options, executor });
      const count = (epoch?: number) => from.filter((one) => one === epoch).length;
      if (after === undefined) assertEquals([count(), count(1), count(3)], [18, 6, 2]);
      // What was on its way when it ended goes on from the rung itself, with no epoch to train; of two
      // workers, how much that is depends on which is faster.
      else if (workers === 1) assertEquals(count(3), 3, `${from}`);
      else assert(count(1) >= 6, `${from}`);
      assertEquals(content(files), content(whole), `${workers} ${after}`);
      const left = Object.keys(files.content()).filter((path) => path.endsWith(".checkpoint"));
      assertEquals(left, []);
    }
  },
});

Deno.test({
  name: "the canonical experiment alone has the same trials on the same rungs",
  ignore,
  async fn() {
    const { experiment } = plan;
    const again = await planOf(
      experimentOf(JSON.parse(JSON.stringify(experiment.canonical))) as typeof searched,
    );
    assertEquals(again.experiment.digest, experiment.digest);
    assertEquals(again.brackets, plan.brackets);
    const [a, b] = [memoryFiles(), memoryFiles()];
    await session(plan, { files: a });
    await session(again, { files: b });
    assertEquals(content(b), content(a));
  },
});

Deno.test({
  name: "a metric that a run does not measure is refused with those that it does",
  ignore,
  async fn() {
    const { data, jobs } = await planOf({ ...searched, metrics: ["roc-auc"] });
    const { experiment } = await planOf({ ...searched, search: { ...search, metric: "roc_acu" } });
    const error = await assertRejects(
      () =>
        Promise.resolve().then(() =>
          checkSearchMetric(experiment.search, { jobs, data, file: "small.json" })
        ),
      ExperimentError,
    );
    assertStringIncludes(error.message, 'Unknown search.metric "roc_acu": did you mean "roc_auc"?');
    assertStringIncludes(error.message, "loss, accuracy, roc_auc");
  },
});
