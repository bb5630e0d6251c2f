import { assert, assertEquals, assertThrows } from "@std/assert";
import { RunError } from "../../src/errors.ts";
import type { FileLayer } from "../../src/results/file_layer.ts";
import { openJournal } from "../../src/results/journal.ts";
import { encodeGroup, groupParts } from "../../src/results/run_groups.ts";
import { granted } from "../permissions.ts";
import { crashFiles, Killed, losses } from "./_crash_files.ts";
import { memoryFiles } from "./_memory_files.ts";
import { makeRun } from "./_sweep.ts";

const { run: _, ...result } = makeRun("he", 1);
const resultOf = (index: number) => ({ ...result, bestEpoch: index });
const keys = Array.from({ length: 100 }, (_, index) => index.toString(16).padStart(64, "0"));

/** The first have files of their own. */
const alone = 64;

async function keepAll(files: FileLayer, kept: Set<string> = new Set()) {
  await files.makeFolder("out");
  await files.sync(".");
  const journal = await openJournal("out", { files });
  await Promise.allSettled(keys.map(async (key, index) => {
    await journal.keep(key, resultOf(index));
    kept.add(key);
  }));
  return journal;
}

async function groupsOf(files: FileLayer): Promise<string[]> {
  return (await files.list("out/.journal")).filter((name) => name.endsWith(".runs"));
}

Deno.test("a group says where each run is, and a damaged head says nothing", () => {
  const entries = keys.slice(0, 3).map((key, index) => ({ key, bytes: new Uint8Array(index + 1) }));
  const { name, bytes } = encodeGroup(entries);
  assert(/^[0-9a-f]{64}\.runs$/.test(name));
  const parts = groupParts(bytes)!;
  assertEquals([...parts.keys()], keys.slice(0, 3));
  assertEquals([...parts.values()].map(({ length }) => length), [1, 2, 3]);
  assertEquals(parts.get(keys[2]!)!.start + 3, bytes.length);
  assertEquals(groupParts(bytes.subarray(0, -1)), undefined);
  assertEquals(groupParts(bytes.subarray(0, 3)), undefined);
  for (let place = 0; place < bytes.length - 6; place++) {
    const damaged = bytes.slice();
    damaged[place]! ^= 1;
    assertEquals(groupParts(damaged), undefined, `byte ${place}`);
  }
});

Deno.test("many runs that are kept at once are in a file together, and are found by their keys", async () => {
  const files = memoryFiles();
  const journal = await keepAll(files);
  const names = await files.list("out/.journal");
  assertEquals(names.length, alone + 1);
  const again = await openJournal("out", { files });
  for (const [index, key] of keys.entries()) {
    const found = { state: "finished", result: resultOf(index) } as const;
    assertEquals(await journal.find(key), found);
    assertEquals(await again.find(key), found);
    assertEquals(await again.keep(key, resultOf(index)), "same");
  }
  assertEquals(await files.list("out/.journal"), names);
  assertEquals(await again.keep(keys[99]!, result), "changed");
  assertEquals(await (await openJournal("out", { files })).find(keys[99]!), {
    state: "finished",
    result,
  });
});

Deno.test("a damaged run of a group is told, and its neighbours are whole", async () => {
  const files = memoryFiles();
  await keepAll(files);
  const path = `out/.journal/${(await groupsOf(files))[0]}`;
  const bytes = await files.read(path);
  const { start } = groupParts(bytes)!.get(keys[80]!)!;
  bytes[start + 40]! ^= 1;
  await files.write(path, bytes);
  const journal = await openJournal("out", { files });
  const states = await Promise.all(keys.map(async (key) => (await journal.find(key)).state));
  assertEquals(states, keys.map((_, index) => index === 80 ? "damaged" : "finished"));
  assertEquals(await journal.keep(keys[80]!, resultOf(80)), "new");
  const again = await openJournal("out", { files });
  assertEquals(await again.find(keys[80]!), { state: "finished", result: resultOf(80) });
});

Deno.test("a group stays as long as one of its runs is in hand", async () => {
  const files = memoryFiles();
  const journal = await keepAll(files);
  await journal.prune(new Set([keys[90]!]), { limit: 0, spare: true });
  assertEquals(await files.list("out/.journal"), await groupsOf(files));
  await journal.prune(new Set(keys.slice(0, alone)), { limit: 0 });
  assertEquals(await files.list("out/.journal"), []);
});

Deno.test("killed at any operation of a group, with any loss of what was not synced, what was kept is there", async () => {
  const whole = crashFiles();
  await keepAll(whole);
  const { length } = whole.log;
  assert(whole.log.at(-2)!.startsWith("rename") && whole.log.at(-2)!.endsWith(".runs"));
  // Those of the group are the last ones, after the files of single runs.
  for (let at = length - 6; at < length; at++) {
    for (const after of [false, true]) {
      const files = crashFiles([{ at, after }]);
      const kept = new Set<string>();
      await keepAll(files, kept).catch((error) => assert(error instanceof Killed));
      for (const loss of losses) {
        const left = files.afterPowerCut(loss);
        const journal = await openJournal("out", { files: left });
        for (const [index, key] of keys.entries()) {
          const found = await journal.find(key);
          if (kept.has(key)) assertEquals(found, { state: "finished", result: resultOf(index) });
          else assert(found.state !== "damaged", `${at} ${loss}`);
        }
        assertEquals((await left.list("out/.journal")).filter((name) => /tmp/.test(name)), []);
      }
    }
  }
});

Deno.test({
  name: "a run that was kept is read again whenever it is needed, and a file that is gone is named",
  ignore: !granted("read", "write"),
  async fn() {
    const folder = await Deno.makeTempDir();
    const journal = await openJournal(folder);
    await Promise.all(keys.map((key, index) => journal.keep(key, resultOf(index))));
    const readers = await Promise.all(keys.map((key) => journal.reader(key)));
    for (const [index, read] of readers.entries()) assertEquals(read!(), resultOf(index));
    await Deno.remove(`${folder}/.journal/${keys[0]}.run`);
    assertThrows(() => readers[0]!(), RunError, `${keys[0]}.run any more`);
    await Deno.remove(folder, { recursive: true });
  },
});
