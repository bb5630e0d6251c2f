import { assert, assertEquals, assertRejects } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { openJournal } from "../../src/results/journal.ts";
import { makeRun } from "./_sweep.ts";
import { fill, memoryFiles } from "./_memory_files.ts";

const keys = ["a", "b", "c", "d"].map((digit) => digit.repeat(64)) as [
  string,
  string,
  string,
  string,
];
const { run: _, ...result } = makeRun("he", 1);

async function opened() {
  const files = memoryFiles();
  await files.makeFolder("out");
  return { files, journal: await openJournal("out", { files }) };
}

Deno.test("a run that was kept is found, by its own key only", async () => {
  const { files, journal } = await opened();
  assertEquals(await journal.keep(keys[0], result), "new");
  const again = await openJournal("out", { files });
  assertEquals(await again.find(keys[0]), { state: "finished", result });
  assertEquals(await again.find(keys[1]), { state: "missing" });
});

Deno.test("a run is on the disk, name and all, when it is kept", async () => {
  const { files, journal } = await opened();
  const start = files.log.length;
  await journal.keep(keys[0], result);
  const path = `out/.journal/${keys[0]}.run`;
  assertEquals(files.log.slice(start), [
    `write ${path}.0.tmp`,
    `sync ${path}.0.tmp`,
    `rename ${path}.0.tmp ${path}`,
    "sync out/.journal",
  ]);
});

Deno.test("runs that are kept at the same time share a sync that begins after all of them", async () => {
  const { files, journal } = await opened();
  await Promise.all(keys.map((key) => journal.keep(key, result)));
  const syncs = files.log.filter((line) => line === "sync out/.journal").length;
  assert(syncs < keys.length, `${syncs} syncs`);
  const last = files.log.lastIndexOf("sync out/.journal");
  assert(files.log.findLastIndex((line) => line.startsWith("rename")) < last);
});

Deno.test("the same run again is not written again, another one under its key is noticed", async () => {
  const { files, journal } = await opened();
  await journal.keep(keys[0], result);
  const { length } = files.log;
  assertEquals(await journal.keep(keys[0], { ...result, elapsedMs: 99 }), "same");
  assertEquals(files.log.length, length);
  assertEquals(await journal.keep(keys[0], { ...result, bestEpoch: 1 }), "changed");
});

Deno.test("a damaged or unreadable run is told and can be kept anew", async () => {
  const { files, journal } = await opened();
  await fill(files, { [`out/.journal/${keys[0]}.run`]: "half" });
  assertEquals(await journal.find(keys[0]), { state: "damaged" });
  assertEquals(await journal.keep(keys[0], result), "new");
  assertEquals((await journal.find(keys[0])).state, "finished");
});

Deno.test("what a killed process left half written goes, what is somebody else's stays", async () => {
  const files = memoryFiles();
  const kept = [`${keys[1]}.run`, "notes.txt", `${keys[1]}.checkpoint`];
  await fill(
    files,
    Object.fromEntries(
      [...kept, `${keys[0]}.run.7.tmp`].map((name) => [`out/.journal/${name}`, "x"]),
    ),
  );
  await openJournal("out", { files });
  assertEquals(await files.list("out/.journal"), kept.sort());
});

Deno.test("the oldest runs that are not in hand go first when the journal is too large", async () => {
  const { files, journal } = await opened();
  for (const key of keys) await journal.keep(key, result);
  await fill(files, { "out/.journal/notes.txt": "mine" });
  const left = async () =>
    (await files.list("out/.journal")).filter((name) => name.endsWith(".run")).map((n) => n[0]);
  // Each takes a block of 4096 bytes at least.
  await journal.prune(new Set([keys[0]]), { limit: 4 * 4096 });
  assertEquals(await left(), ["a", "b", "c", "d"]);
  await journal.prune(new Set([keys[0]]), { limit: 4 * 4096 - 1 });
  assertEquals(await left(), ["a", "c", "d"]);
  await journal.prune(new Set([keys[0]]), { limit: 4096 });
  assertEquals(await left(), ["a"]);
  await journal.prune(new Set([keys[0]]), { limit: 0, spare: true });
  assertEquals(await left(), ["a"]);
  await journal.prune(new Set([keys[0]]), { limit: 0 });
  assertEquals(await left(), []);
  assertEquals(await files.kind("out/.journal/notes.txt"), "file");
});

Deno.test("a full disk is named with the run's file, and nothing half is left", async () => {
  const error = new Error("No space left on device (os error 28): writefile");
  const files = memoryFiles({ at: 3, error });
  await files.makeFolder("out");
  const journal = await openJournal("out", { files });
  const found = await assertRejects(() => journal.keep(keys[0], result), ExperimentError);
  assertEquals(
    found.message,
    `Cannot write out/.journal/${keys[0]}.run.0.tmp: no space left on device`,
  );
  assertEquals(found.remedy, "Make room on the disk, or choose another place with --out");
  assertEquals(await files.list("out/.journal"), []);
});
