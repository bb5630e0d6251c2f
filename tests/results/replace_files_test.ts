import { assert, assertEquals, assertRejects } from "@std/assert";
import { finishReplacing, replaceFiles } from "../../src/results/replace_files.ts";
import { fill, type MemoryFiles, memoryFiles } from "./_memory_files.ts";

const old = {
  "out/runs.csv": "run,variant\ngone-seed1,gone\nhe-seed1,he\n",
  "out/summary.md": "old summary",
  "out/models/he-seed1.safetensors": "old he",
  "out/models/gone-seed1.safetensors": "old gone",
  "out/models/mine.safetensors": "my own model",
  "out/partial/runs.csv": "run,variant\nhe-seed2,he\n",
  "out/partial/models/he-seed2.safetensors": "interrupted",
  "out/notes.txt": "mine",
  "out/models/notes.txt": "mine too",
};

const next = new Map(
  Object.entries({
    "runs.csv": "new runs",
    "curves.csv": "new curves",
    "models/he-seed1.safetensors": "new he",
  }).map(([path, text]) => [path, new TextEncoder().encode(text)]),
);

const expected = {
  out: null,
  "out/curves.csv": "new curves",
  "out/models": null,
  "out/models/he-seed1.safetensors": "new he",
  "out/models/mine.safetensors": "my own model",
  "out/models/notes.txt": "mine too",
  "out/notes.txt": "mine",
  "out/runs.csv": "new runs",
};

/** What a reader finds: the waiting set where there is one, otherwise what is in place. */
async function visible(files: MemoryFiles): Promise<Record<string, string | null>> {
  const copy = memoryFiles();
  for (const [path, text] of Object.entries(files.content())) {
    if (text === null) await copy.makeFolder(path);
    else await copy.write(path, new TextEncoder().encode(text));
  }
  await finishReplacing("out", copy);
  return copy.content();
}

Deno.test("new results replace old ones as a set and leave other people's files alone", async () => {
  const files = memoryFiles();
  await fill(files, old);
  await replaceFiles("out", next, files);
  assertEquals(files.content(), expected);
});

Deno.test("every file is synced before the set is committed, and renamed only after", async () => {
  const files = memoryFiles();
  await files.makeFolder("out");
  await replaceFiles("out", next, files);
  const commit = files.log.indexOf("rename out/.pending/commit.json.new out/.pending/commit.json");
  assert(commit > 0);
  for (const path of next.keys()) {
    const written = files.log.indexOf(`write out/.pending/${path}`);
    const synced = files.log.indexOf(`sync out/.pending/${path}`);
    const moved = files.log.indexOf(`rename out/.pending/${path} out/${path}`);
    assert(0 <= written && written < synced && synced < commit && commit < moved, path);
  }
});

for (const forever of [false, true]) {
  const what = forever ? "a kill" : "a failure";
  Deno.test(`after ${what} at any operation the old or the new results are whole`, async () => {
    const whole = memoryFiles();
    await fill(whole, old);
    const before = whole.content();
    const start = whole.log.length;
    await replaceFiles("out", next, whole);
    const operations = whole.log.length - start;
    assert(operations > 20);
    let keptOld = 0;
    for (let index = 0; index < operations; index++) {
      const files = memoryFiles({ at: start + index, error: new Error("disk"), forever });
      await fill(files, old);
      await assertRejects(() => replaceFiles("out", next, files), Error, "disk");
      const found = await visible(files);
      if (JSON.stringify(found) === JSON.stringify(before)) keptOld++;
      else assertEquals(found, expected, `operation ${files.log[start + index]}`);
    }
    assert(keptOld > 5 && keptOld < operations);
  });
}

Deno.test("after a failure before the commit nothing of the new set is left", async () => {
  const files = memoryFiles();
  await fill(files, old);
  const before = files.content();
  const failing = memoryFiles({ at: files.log.length + 5, error: new Error("disk full") });
  await fill(failing, old);
  await assertRejects(() => replaceFiles("out", next, failing), Error, "disk full");
  assertEquals(failing.content(), before);
});

Deno.test("leftovers of a killed write do not hinder the next one", async () => {
  const files = memoryFiles();
  await fill(files, {
    ...old,
    "out/.pending/runs.csv": "half",
    "out/.pending/models/x-seed1.safetensors": "half",
    "out/.pending/commit.json.new": "[",
  });
  await replaceFiles("out", next, files);
  assertEquals(files.content(), expected);
});

Deno.test("a path that is not a result file's is refused before anything is touched", async () => {
  for (const path of ["../runs.csv", "notes.txt", "models/../x.safetensors", "/etc/passwd"]) {
    const files = memoryFiles();
    await assertRejects(
      () => replaceFiles("out", new Map([[path, new Uint8Array()]]), files),
      RangeError,
      path,
    );
    assertEquals(files.log, []);
  }
});

Deno.test("the models that go are those of the manifest's runs, where there is one", async () => {
  const files = memoryFiles();
  await fill(files, {
    ...old,
    "out/manifest.json": JSON.stringify({ runs: [{ name: "listed-seed1" }, { name: "../x" }] }),
    "out/models/listed-seed1.safetensors": "ours",
    "out/models/listed-seed1.best.safetensors": "ours",
    "x.safetensors": "mine",
  });
  await replaceFiles("out", next, files);
  assertEquals(files.content(), {
    ...expected,
    "out/models/gone-seed1.safetensors": "old gone",
    "x.safetensors": "mine",
  });
});

Deno.test("a record that no run wrote names no models", async () => {
  for (const [name, text] of [["manifest.json", "[]"], ["runs.csv", 'a"b'], ["runs.csv", "x\n1"]]) {
    const files = memoryFiles();
    await fill(files, { "out/models/he-seed9.safetensors": "mine", [`out/${name}`]: text! });
    await replaceFiles("out", next, files);
    assertEquals(files.content()["out/models/he-seed9.safetensors"], "mine");
  }
});

Deno.test("a set that an earlier version left waiting is moved into place", async () => {
  const files = memoryFiles();
  await fill(files, {
    "out/.pending/runs.csv": "new runs",
    "out/.pending/commit.json": '["runs.csv"]',
    "out/models/mine.safetensors": "my own model",
  });
  await finishReplacing("out", files);
  assertEquals(files.content(), {
    out: null,
    "out/models": null,
    "out/models/mine.safetensors": "my own model",
    "out/runs.csv": "new runs",
  });
});
