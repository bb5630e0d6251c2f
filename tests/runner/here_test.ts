import { assert, assertEquals, assertRejects } from "@std/assert";
import { loadData } from "../../src/data/mod.ts";
import { RunError } from "../../src/errors.ts";
import { expand, parseExperiment } from "../../src/experiment/mod.ts";
import type { Experiment } from "../../src/experiment/types.ts";
import type { RunResult } from "../../src/results/mod.ts";
import { isTiny, trainHere } from "../../src/runner/here.ts";
import { trainAll } from "../../src/runner/pool.ts";
import { granted } from "../permissions.ts";

const xor: Experiment = {
  name: "xor",
  data: { type: "generated", shape: "xor", rows: 40, split: { test: 0.25 } },
  architecture: [{ units: 3, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
  optimizer: { type: "adam", learningRate: 0.01 },
  epochs: 20,
  seeds: [1, 2, 3],
};

async function jobsOf(experiment: Experiment) {
  const { runs } = expand(parseExperiment(experiment));
  const data = new Map([["data", await loadData(runs[0]!.settings.data, { folder: "/" })]]);
  return { jobs: runs.map((run) => ({ run, dataKey: "data" })), data };
}

function withoutTimes(results: (RunResult | undefined)[]) {
  return results.map((result) => ({ ...result, elapsedMs: 0 }));
}

Deno.test({
  name: "runs trained in this thread have the results of a pool, and are told of in their order",
  ignore: !granted("read"),
  async fn() {
    const { jobs, data } = await jobsOf(xor);
    const events: string[] = [];
    const here = await trainHere(jobs, {
      data,
      backend: "auto",
      onStart: (index) => events.push(`start ${index}`),
      onDone: (index, { run }) => void events.push(`done ${index} ${run.name}`),
    });
    const pool = await trainAll(jobs, { data, backend: "auto", workers: 2 });
    assertEquals(withoutTimes(here), withoutTimes(pool));
    assertEquals(events, jobs.flatMap(({ run }, i) => [`start ${i}`, `done ${i} ${run.name}`]));
  },
});

Deno.test("after an abort no further run is trained in this thread", async () => {
  const { jobs, data } = await jobsOf(xor);
  const interrupt = new AbortController();
  const results = await trainHere(jobs, {
    data,
    backend: "auto",
    signal: interrupt.signal,
    onDone: () => interrupt.abort(),
  });
  assertEquals(results.map((result) => result?.status), ["finished", undefined, undefined]);
});

Deno.test("a run that fails in this thread is named", async () => {
  const { jobs, data } = await jobsOf({ ...xor, seeds: [7] });
  const { run } = jobs[0]!;
  const architecture = [{ ...run.settings.architecture[0]!, units: -1 }];
  const broken = { ...run, settings: { ...run.settings, architecture } } as typeof run;
  await assertRejects(
    () => trainHere([{ run: broken, dataKey: "data" }], { data, backend: "auto" }),
    RunError,
    `Run ${run.name} failed: `,
  );
});

Deno.test("what takes longer than starting workers is not tiny, whatever makes it long", async () => {
  const is = async (changes: Partial<Experiment>) => {
    const { jobs, data } = await jobsOf({ ...xor, ...changes } as Experiment);
    return isTiny(jobs, data);
  };
  assert(await is({}));
  assert(!await is({ epochs: 200_000 }), "steps");
  assert(!await is({ epochs: 10_000, batchSize: 1 }), "small batches");
  assert(!await is({ data: { type: "generated", shape: "xor", rows: 500_000 } }), "rows");
  assert(
    !await is({
      architecture: [{ units: 300_000, activation: "relu" }, { units: 1, activation: "sigmoid" }],
    }),
    "weights",
  );
  assert(!await is({ seeds: Array.from({ length: 300 }, (_, i) => i) }), "runs");
});
