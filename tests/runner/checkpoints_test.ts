import { assert, assertEquals, assertMatch } from "@std/assert";
import { encodeCheckpoint, openJournal, type RunCheckpoint } from "../../src/results/mod.ts";
import { findCheckpoints, type Plan, runOrigins, type TakeMode } from "../../src/runner/mod.ts";
import { granted } from "../permissions.ts";
import { checkpoint } from "../results/_checkpoint.ts";
import { type CrashFiles, crashFiles, type CrashPoint, losses } from "../results/_crash_files.ts";
import { memoryFiles } from "../results/_memory_files.ts";
import { directExecutor, planOf, session, small } from "./_sweeps.ts";

const ignore = !granted("read");
const plan = await planOf(small);
const origins = runOrigins(plan);
const folder = "results/small/.journal";
const [path, otherPath] = origins.map(({ key }) => `${folder}/${key}.checkpoint`) as [
  string,
  string,
];
const none = { taken: new Map(), isCheck: false };

async function opened() {
  const files = memoryFiles();
  await files.makeFolder("results");
  await files.makeFolder("results/small");
  return { files, journal: await openJournal("results/small", { files }) };
}

type Opened = Awaited<ReturnType<typeof opened>>;

function find({ journal }: Opened, options: { mode?: TakeMode; plan?: Plan } = {}) {
  return findCheckpoints(options.plan ?? plan, {
    journal,
    mode: options.mode ?? "missing",
    finished: none,
  });
}

Deno.test({
  name: "a checkpoint that was kept is found, the last one of each run, until it is removed",
  ignore,
  async fn() {
    const disk = await opened();
    const before = await find(disk);
    await before.keep(0, checkpoint);
    await before.keep(0, { ...checkpoint, epoch: 4 });
    assertEquals(before.count(), 1);
    const after = await find(disk);
    assertEquals([...after.found], [[0, { ...checkpoint, epoch: 4 }]]);
    assertEquals([...after.refused], []);
    await after.remove(0);
    await after.remove(1);
    assertEquals(after.count(), 0);
    assertEquals(await disk.files.list(folder), []);
  },
});

Deno.test({
  name: "a checkpoint is on the disk, name and all, when it is kept, and the old one until then",
  ignore,
  async fn() {
    const disk = await opened();
    const checkpoints = await find(disk);
    await checkpoints.keep(0, checkpoint);
    const start = disk.files.log.length;
    await checkpoints.keep(0, checkpoint);
    assertEquals(disk.files.log.slice(start), [
      `write ${path}.1.tmp`,
      `sync ${path}.1.tmp`,
      `rename ${path}.1.tmp ${path}`,
      `sync ${folder}`,
    ]);
  },
});

Deno.test({
  name: "with --force, in a check and of a finished run, checkpoints are removed, not used",
  ignore,
  async fn() {
    const cases: [TakeMode, Parameters<typeof findCheckpoints>[1]["finished"], number][] = [
      ["none", none, 0],
      ["missing", { taken: new Map(), isCheck: true }, 0],
      ["all", { taken: new Map([[0, {} as never]]), isCheck: false }, 1],
    ];
    for (const [mode, finished, left] of cases) {
      const { files, journal } = await opened();
      const first = await findCheckpoints(plan, { journal, mode: "all", finished: none });
      await first.keep(0, checkpoint);
      await first.keep(1, checkpoint);
      const again = await findCheckpoints(plan, { journal, mode, finished });
      assertEquals([again.found.size, again.refused.size, again.count()], [left, 0, left]);
      assertEquals((await files.list(folder)).length, left);
    }
  },
});

Deno.test({
  name: "a damaged, a foreign and an old checkpoint are refused, each for its reason",
  ignore,
  async fn() {
    const [origin] = origins;
    const refusals = async (bytes: Uint8Array, at = path) => {
      const disk = await opened();
      await disk.files.write(at, bytes);
      const { found, refused } = await find(disk);
      assertEquals(found.size, 0);
      return [...refused];
    };
    const whole = encodeCheckpoint(origin!, checkpoint);
    assertEquals(await refusals(whole.subarray(0, 100)), [[0, "is damaged"]]);
    assertEquals(await refusals(whole, otherPath), [[1, "is of other settings"]]);

    const elsewhere = `${folder}/${"f".repeat(64)}.checkpoint`;
    const of = (changes: Partial<typeof origin>) =>
      encodeCheckpoint({ ...origin!, key: "f".repeat(64), ...changes }, checkpoint);
    const version = Number(origin!.numericsVersion);
    assertEquals(await refusals(of({}), elsewhere), [[0, "is of other settings"]]);
    assertEquals(await refusals(of({ data: "other" }), elsewhere), [[0, "is of other data"]]);
    assertEquals(await refusals(of({ numericsVersion: "999" }), elsewhere), [
      [0, `is of numerics version 999, this is ${version}`],
    ]);
    // Of a run that nobody asks for.
    assertEquals(await refusals(of({ run: "ones-seed7" }), elsewhere), []);
  },
});

Deno.test({
  name: "other data, another seed and other settings have other origins, and say so",
  ignore,
  async fn() {
    const disk = await opened();
    await (await find(disk)).keep(0, checkpoint);
    const data = { ...small.data, noise: 0.2 };
    const refusals = async (changes: Record<string, unknown>) => {
      const { found, refused } = await find(disk, { plan: await planOf({ ...small, ...changes }) });
      assertEquals(found.size, 0);
      return [...refused.values()];
    };
    assertEquals(await refusals({ data }), ["is of other data"]);
    assertEquals(await refusals({ epochs: 3 }), ["is of other settings"]);
    assertEquals(await refusals({ seeds: [2] }), []);
  },
});

/** Two runs that make checkpoints, of which one is finished; says what was kept. */
async function turns(files: CrashFiles, kept: (index: number, epoch: number) => void) {
  const journal = await openJournal("results/small", { files });
  const checkpoints = await findCheckpoints(plan, { journal, mode: "all", finished: none });
  for (const [index, epoch] of [[0, 1], [1, 1], [0, 2], [0, 3], [1, 2]] as const) {
    await checkpoints.keep(index, { ...checkpoint, epoch });
    kept(index, epoch);
  }
  await checkpoints.remove(0);
}

Deno.test({
  name: "killed at any moment, with any loss of what was not synced, the last checkpoint is whole",
  ignore,
  async fn() {
    const start = crashFiles();
    await start.makeFolder("results");
    await start.sync(".");
    await start.makeFolder("results/small");
    await start.sync("results");
    const disk = (...points: CrashPoint[]) => start.afterPowerCut("none", ...points);
    const whole = disk();
    await turns(whole, () => {});
    assert(whole.log.length > 20, `${whole.log.length}`);
    for (const [at, operation] of whole.log.entries()) {
      for (const after of [false, true]) {
        const files = disk({ at, after });
        const kept = [0, 0];
        await turns(files, (index, epoch) => kept[index] = epoch).catch(() => {});
        for (const loss of losses) {
          const left = files.afterPowerCut(loss);
          const journal = await openJournal("results/small", { files: left });
          const { found, refused } = await findCheckpoints(plan, {
            journal,
            mode: "all",
            finished: none,
          });
          const place = `${after ? "after" : "before"} ${operation}, lost: ${loss}`;
          assertEquals([...refused], [], place);
          const isLast = operation.startsWith("remove");
          for (const index of [0, 1]) {
            const epoch = found.get(index)?.epoch ?? 0;
            const isRemoved = isLast && index === 0 && epoch === 0;
            assert(isRemoved || epoch >= kept[index]!, `${place}: epoch ${epoch}`);
          }
          assertEquals(Object.keys(left.content()).filter((name) => /tmp$/.test(name)), [], place);
        }
      }
    }
  },
});

/** Lets each run make a checkpoint before it is trained, as a worker would in the middle of it. */
function checkpointingExecutor(begun: (RunCheckpoint | undefined)[]) {
  const direct = directExecutor(plan);
  return {
    facts: {},
    train: async (...[jobs, events]: Parameters<typeof direct.train>) => {
      for (const [index, { from }] of jobs.entries()) {
        begun.push(from);
        await events.checkpoints?.keep(index, { ...checkpoint, epoch: 1 });
      }
      return await direct.train(jobs, events);
    },
  };
}

const errors: [string, Error][] = [
  ["no space left on device", new Error("No space left on device (os error 28)")],
  ["input/output error", new Error("Input/output error (os error 5)")],
  ["permission denied", new Deno.errors.PermissionDenied("(os error 13)")],
];

Deno.test({
  name: "a checkpoint that cannot be written is a warning, the old one stays and training goes on",
  ignore,
  async fn() {
    const whole = memoryFiles();
    await session(plan, { files: whole, executor: checkpointingExecutor([]), everyMs: 1 });
    const points = whole.log.flatMap((line, at) => line.includes(".checkpoint") ? [at] : []);
    // Write, sync, rename, remove of each run.
    assertEquals(points.length, 8);
    for (const [words, error] of errors) {
      for (const at of points) {
        const files = memoryFiles({ at, error });
        const warnings: string[] = [];
        const executor = checkpointingExecutor([]);
        await session(plan, { files, executor, everyMs: 1, onWarning: (w) => warnings.push(w) });
        assertEquals(warnings.length, 1, files.log[at]);
        assertMatch(
          warnings[0]!,
          /^(zeros|xavier)-seed1 goes on without a new checkpoint: |^Cannot/,
        );
        assertMatch(warnings[0]!, new RegExp(`Cannot write ${folder}/.*checkpoint.*: ${words}$`));
        const results = (all: Record<string, string | null>) =>
          Object.entries(all).filter(([path]) => !path.endsWith(".checkpoint"));
        assertEquals(results(files.content()), results(whole.content()));
        // What could not be removed goes at the next start.
        const again = await session(plan, { files, mode: "all" });
        assertEquals(again.trained, []);
        assert(!Object.keys(files.content()).some((path) => path.includes(".checkpoint")));
      }
    }
  },
});

Deno.test({
  name: "a run goes on from its checkpoint by default and with --resume, and not with --force",
  ignore,
  async fn() {
    for (const mode of ["missing", "all", "none"] as const) {
      const disk = await opened();
      await (await find(disk)).keep(1, checkpoint);
      const begun: (RunCheckpoint | undefined)[] = [];
      const executor = checkpointingExecutor(begun);
      await session(plan, { files: disk.files, executor, mode });
      assertEquals(begun, [undefined, mode === "none" ? undefined : checkpoint]);
    }
  },
});
