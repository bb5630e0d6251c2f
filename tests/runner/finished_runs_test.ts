import { assertEquals } from "@std/assert";
import type { FileLayer } from "../../src/results/mod.ts";
import { ownedFiles } from "../../src/results/paths.ts";
import { granted } from "../permissions.ts";
import { type MemoryFiles, memoryFiles } from "../results/_memory_files.ts";
import { directExecutor, planOf, session, small } from "./_sweeps.ts";

const ignore = !granted("read");
const four = ["zeros-seed1", "zeros-seed2", "xavier-seed1", "xavier-seed2"];
const plan = await planOf({ ...small, seeds: [1, 2] });

async function runFiles(files: FileLayer): Promise<string[]> {
  const folder = "results/small/.journal";
  return (await files.list(folder)).filter((name) => name.endsWith(".run"))
    .map((name) => `${folder}/${name}`);
}

function results(files: MemoryFiles) {
  return Object.entries(files.content()).filter(([path]) => !path.includes("/.journal"));
}

Deno.test({
  name: "another seed and another variant are trained alone, and the bytes are those of one sweep",
  ignore,
  async fn() {
    const files = memoryFiles();
    assertEquals((await session(await planOf(small), { files })).trained, [
      "zeros-seed1",
      "xavier-seed1",
    ]);
    const more = await session(plan, { files });
    assertEquals(more.trained, ["zeros-seed2", "xavier-seed2"]);
    assertEquals([...more.finished.taken.keys()], [0, 2]);
    const variants = { ones: { init: "ones" }, ...small.variants };
    const wider = await planOf({ ...small, seeds: [1, 2], variants });
    assertEquals((await session(wider, { files })).trained, ["ones-seed1", "ones-seed2"]);
    const whole = memoryFiles();
    await session(wider, { files: whole });
    assertEquals(results(files), results(whole));
  },
});

Deno.test({
  name: "a sweep that is all there is trained again as a check, unless it is resumed",
  ignore,
  async fn() {
    const files = memoryFiles();
    await session(plan, { files });
    const before = files.content();
    const check = await session(plan, { files });
    assertEquals([check.trained, check.finished.isCheck], [four, true]);
    assertEquals(check.finished.changed, []);
    const resumed = await session(plan, { files, mode: "all" });
    assertEquals([resumed.trained, resumed.finished.isCheck], [[], false]);
    const forced = await session(plan, { files, mode: "none" });
    assertEquals([forced.trained, forced.finished.isCheck], [four, false]);
    assertEquals(files.content(), before);
  },
});

Deno.test({
  name: "where a result file or a model is missing, the finished runs make it again",
  ignore,
  async fn() {
    for (const path of ["manifest.json", "runs.csv", "models/zeros-seed1.safetensors"]) {
      const files = memoryFiles();
      await session(plan, { files });
      const before = files.content();
      await files.remove(`results/small/${path}`);
      if (path === "manifest.json") {
        for (const name of ownedFiles) {
          if (name !== path) await files.remove(`results/small/${name}`).catch(() => {});
        }
      }
      assertEquals((await session(plan, { files })).trained, [], path);
      assertEquals(files.content(), before);
    }
  },
});

Deno.test({
  name: "a run whose entry is damaged is trained again and named",
  ignore,
  async fn() {
    const files = memoryFiles();
    await session(plan, { files });
    const before = files.content();
    const [path] = await runFiles(files);
    const bytes = await files.read(path!);
    bytes[100]! ^= 1;
    await files.write(path!, bytes);
    const { finished, trained } = await session(plan, { files, mode: "all" });
    assertEquals(trained.length, 1);
    assertEquals(finished.damaged.map((index) => plan.jobs[index]!.run.name), trained);
    assertEquals(files.content(), before);
  },
});

Deno.test({
  name: "a run that comes out other than before is named",
  ignore,
  async fn() {
    const files = memoryFiles();
    await session(plan, { files });
    const honest = directExecutor(plan);
    const { finished } = await session(plan, {
      files,
      mode: "none",
      executor: {
        ...honest,
        train: (jobs, events) =>
          honest.train(jobs, {
            ...events,
            onDone: (index, result) =>
              events.onDone?.(index, index === 2 ? { ...result, bestEpoch: 77 } : result),
          }),
      },
    });
    assertEquals(finished.changed, [2]);
  },
});
