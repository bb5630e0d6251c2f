import { assertEquals, assertRejects } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import type { RunCheckpoint } from "../../src/results/mod.ts";
import { localExecutor, runSweep } from "../../src/runner/mod.ts";
import { granted } from "../permissions.ts";
import { planOf, small } from "./_sweeps.ts";

const ignore = !granted("read");
const plan = await planOf({ ...small, seeds: [1, 2, 3, 4] });
const local = localExecutor({ data: plan.data, workers: 2, backend: "reference" });

Deno.test({
  name: "results do not pile up: a worker waits for one to be kept before it begins a third run",
  ignore,
  async fn() {
    let started = 0;
    let kept = 0;
    let most = 0;
    await local.train(plan.jobs, {
      onStart() {
        started++;
        most = Math.max(most, started - kept);
      },
      async onDone() {
        await new Promise((resolve) => setTimeout(resolve, 20));
        kept++;
      },
    });
    assertEquals([started, kept], [8, 8]);
    // Two workers, each with a run in hand and one on its way to the disk.
    assertEquals(most <= 4, true, `${most}`);
  },
});

Deno.test({
  name: "a run that cannot be kept ends the sweep, after those that are on their way are kept",
  ignore,
  async fn() {
    const kept: number[] = [];
    let calls = 0;
    const finished = {
      taken: new Map(),
      waiting: 0,
      find: () => undefined,
      damaged: [],
      changed: [],
      isCheck: false,
      async keep(index: number) {
        if (++calls === 3) throw new ExperimentError("Cannot write it: no space left on device");
        // So slow that the next result waits for its turn when the third one fails.
        await new Promise((resolve) => setTimeout(resolve, 300));
        kept.push(index);
      },
      prune: () => Promise.resolve(),
    };
    const done: number[] = [];
    const sweep = runSweep(plan, {
      workers: 2,
      backend: "reference",
      command: "",
      finished,
      onDone: (index) => done.push(index),
    });
    await assertRejects(() => sweep, ExperimentError, "no space left");
    const { length } = kept;
    assertEquals(done, kept);
    await new Promise((resolve) => setTimeout(resolve, 700));
    assertEquals(kept.length, length);
  },
});

const [endless] = (await planOf({ ...small, epochs: 10_000_000, recordEvery: 10_000 })).jobs;

Deno.test({
  name: "a run that is given up ends with a last checkpoint, and others are as far apart as asked",
  ignore,
  async fn() {
    const abort = new AbortController();
    const kept: RunCheckpoint[] = [];
    let writing = 0;
    const startedMs = performance.now();
    const [result] = await local.train([endless!], {
      signal: abort.signal,
      checkpoints: {
        everyMs: 50,
        async keep(_, checkpoint) {
          assertEquals(++writing, 1, "two checkpoints are written at the same time");
          await new Promise((resolve) => setTimeout(resolve, 10));
          writing--;
          kept.push(checkpoint);
          if (kept.length === 4) abort.abort();
        },
      },
    });
    assertEquals(result, undefined);
    assertEquals(kept.length, 5);
    const epochs = kept.map(({ epoch }) => epoch);
    assertEquals(epochs, epochs.toSorted((a, b) => a - b));
    assertEquals(performance.now() - startedMs >= 200, true);
    const [first, ...others] = kept.map(({ elapsedMs }) => elapsedMs);
    assertEquals(others.slice(0, 3).every((ms, k) => ms - [first!, ...others][k]! >= 45), true);

    // Nothing is sent for a run that is shorter than that.
    await local.train(plan.jobs, {
      checkpoints: { everyMs: 60_000, keep: () => Promise.reject(new Error("not asked for")) },
    });
  },
});

Deno.test({
  name: "checkpoints do not pile up where they are slow to write: those in between are not made",
  ignore,
  async fn() {
    const abort = new AbortController();
    const kept: RunCheckpoint[] = [];
    await local.train([endless!], {
      signal: abort.signal,
      checkpoints: {
        everyMs: 1,
        async keep(_, checkpoint) {
          kept.push(checkpoint);
          if (kept.length === 3) abort.abort();
          await new Promise((resolve) => setTimeout(resolve, 100));
        },
      },
    });
    // The last one is not waited for longer than some seconds.
    assertEquals([3, 4].includes(kept.length), true);
    assertEquals(kept[1]!.elapsedMs - kept[0]!.elapsedMs >= 95, true);
  },
});

Deno.test({
  name: "the time of all parts is the run's, without the part that is not used",
  ignore,
  async fn() {
    const [job] = plan.jobs;
    const { epochs } = job!.run.settings;
    const kept: RunCheckpoint[] = [];
    const checkpoints = {
      everyMs: 0,
      keep: (_: number, checkpoint: RunCheckpoint) => Promise.resolve(void kept.push(checkpoint)),
    };
    const [whole] = await local.train([job!], { checkpoints });
    assertEquals([kept.length, kept[0]!.epoch], [1, epochs - 1]);
    const from = { ...kept[0]!, elapsedMs: 1_000_000 };
    const [rest] = await local.train([{ ...job!, from }], {});
    assertEquals({ ...rest!, elapsedMs: 0 }, { ...whole!, elapsedMs: 0 });
    assertEquals(rest!.elapsedMs > 1_000_000 && rest!.elapsedMs < 1_100_000, true);

    const refusals: string[] = [];
    const [anew] = await local.train([{ ...job!, from: { ...from, curve: [] } }], {
      onRefused: (index, why) => refusals.push(`${index}: ${why}`),
    });
    assertEquals(refusals, ["0: its recorded rows are others"]);
    assertEquals({ ...anew!, elapsedMs: 0 }, { ...whole!, elapsedMs: 0 });
    assertEquals(anew!.elapsedMs < 100_000, true);
  },
});
