import { assertEquals, assertRejects } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { claimFolder } from "../../src/results/claim_folder.ts";
import { modelFile } from "../../src/results/models.ts";
import { fill, memoryFiles } from "./_memory_files.ts";
import { makeRun, makeSweep } from "./_sweep.ts";

const holder = { pid: 1, since: "2020-01-02T03:04:05.000Z" };
const manifest = JSON.stringify({
  formatVersion: 1,
  experimentDigest: "e",
  runs: [{ name: "he-seed1" }],
});

async function claim(contents: Record<string, string>, { lock }: { lock?: Error } = {}) {
  const files = memoryFiles();
  await files.makeFolder("out");
  await fill(
    files,
    Object.fromEntries(Object.entries(contents).map(([path, text]) => [`out/${path}`, text])),
  );
  let released = 0;
  const claimed = claimFolder("out", {
    experiment: "tiny",
    runs: ["he-seed1", "he-seed2"],
    holder,
    files,
    lock: () =>
      lock ? Promise.reject(lock) : Promise.resolve({
        release: () => {
          released++;
          return Promise.resolve();
        },
      }),
  });
  return { files, claimed, released: () => released };
}

Deno.test("results that a killed process was moving into place are whole before anything is trained", async () => {
  const { files, claimed } = await claim({
    "runs.csv": "old",
    ".pending/commit.json": '{"files":["runs.csv","manifest.json"],"models":[]}',
    ".pending/runs.csv": "new",
    "manifest.json": manifest,
    "partial/.pending/commit.json": '{"files":["runs.csv"],"models":[]}',
    "partial/.pending/runs.csv": "part",
  });
  await (await claimed).release();
  assertEquals(files.content(), {
    out: null,
    "out/.journal": null,
    "out/manifest.json": manifest,
    "out/runs.csv": "new",
  });
});

Deno.test("half written results of a killed process go, the earlier ones stay", async () => {
  const { files, claimed } = await claim({
    "runs.csv": "old",
    "manifest.json": manifest,
    ".pending/runs.csv": "half",
    ".pending/models/he-seed1.safetensors": "half",
    "partial/runs.csv": "interrupted",
  });
  await claimed;
  assertEquals(Object.keys(files.content()), [
    "out",
    "out/.journal",
    "out/manifest.json",
    "out/partial",
    "out/partial/runs.csv",
    "out/runs.csv",
  ]);
});

Deno.test("a model of the user's own with a run's very name is not written over", async () => {
  const cases = {
    "models/he-seed2.safetensors": "mine",
    "models/he-seed2.best.safetensors": "mine",
  };
  for (const [path, text] of Object.entries(cases)) {
    const { files, claimed, released } = await claim({ "manifest.json": manifest, [path]: text });
    const error = await assertRejects(() => claimed, ExperimentError);
    assertEquals(
      error.message,
      `Cannot write out/${path}: a file is in its place that no run has written there`,
    );
    assertEquals(released(), 1);
    assertEquals(files.content()[`out/${path}`], "mine");
  }
});

Deno.test("models that the record names, that name the run themselves, or of other names are no hindrance", async () => {
  const sweep = makeSweep([makeRun("he", 2)]);
  const { bytes } = modelFile(sweep.runs[0]!, sweep);
  const { files, claimed } = await claim({
    "manifest.json": manifest,
    "models/he-seed1.safetensors": "recorded",
    "models/mine.safetensors": "mine",
  });
  await files.write("out/models/he-seed2.safetensors", bytes);
  await (await claimed).release();
});

Deno.test("a folder that another process has is left as it is", async () => {
  const taken = new ExperimentError("Cannot write out: another process is writing there");
  const { files, claimed } = await claim({ ".pending/runs.csv": "half" }, { lock: taken });
  const before = files.content();
  await assertRejects(() => claimed, ExperimentError, "another process");
  assertEquals(files.content(), before);
});

Deno.test("where a file system knows no locks the folder can be used, and it is told", async () => {
  const files = memoryFiles();
  await files.makeFolder("out");
  const claimed = await claimFolder("out", {
    experiment: "tiny",
    runs: [],
    holder,
    files,
    lock: () => Promise.resolve({ unguarded: "no locks", release: () => Promise.resolve() }),
  });
  assertEquals(claimed.unguarded, "no locks");
});
