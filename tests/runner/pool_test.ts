import { assertEquals, assertRejects } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
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
