import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { type DataOptions, loadData } from "../../src/data/mod.ts";
import { encodeData } from "../../src/queue/data_blob.ts";
import { pruneFolder } from "../../src/queue/data_cache.ts";
import { dataFinder } from "../../src/queue/find_data.ts";
import type { Wanted } from "../../src/queue/job.ts";
import type { Store } from "../../src/queue/store.ts";
import { contentDigest } from "../../src/runner/mod.ts";
import { inFolder } from "../cli/_run.ts";
import { granted } from "../permissions.ts";

const ignore = !granted("read", "write");

/** A store in memory that has data only. */
function memoryStore(held: Map<string, Uint8Array>): Store {
  return {
    put: (_, id, bytes) => Promise.resolve(void held.set(id, bytes)),
    get: (_, id) => Promise.resolve(held.get(id)),
    getAll: (_, ids) => Promise.resolve(ids.map((id) => held.get(id))),
    has: (_, id) => Promise.resolve(held.has(id)),
    keep: () => Promise.resolve(),
    remove: (_, id) => Promise.resolve(void held.delete(id)),
  };
}

/** A file of rows, what a job says about it, and what the coordinator would send. */
async function dataSet(folder: string, { name = "rows.csv", shift = 0 } = {}) {
  const rows = Array.from({ length: 30 }, (_, i) => `${(i + shift) % 7},${i % 5},${i % 2}`);
  await Deno.writeTextFile(join(folder, name), `a,b,y\n${rows.join("\n")}\n`);
  const options = { type: "csv", path: name, target: "y" } as unknown as DataOptions;
  const loaded = await loadData(options, { folder });
  const content = contentDigest(loaded);
  const wanted: Wanted = { digest: loaded.digest, content, source: { options } };
  return { loaded, content, wanted, bytes: encodeData(loaded), path: join(folder, name) };
}

Deno.test({
  name: "data comes from the queue once, and then from the cache, whatever becomes of either",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const { loaded, content, wanted, bytes } = await dataSet(folder);
      const cache = join(folder, "cache", "queue");
      const file = join(cache, `${content}.data`);
      const held = new Map([[content, bytes]]);
      // Each is a worker that was just started.
      const find = () => dataFinder({ store: memoryStore(held), cache })(wanted);
      assertEquals((await find()).digest, loaded.digest);
      assertEquals((await Deno.readFile(file)).length, bytes.length);
      held.clear();
      assertEquals((await find()).parts.train.inputs.values, loaded.parts.train.inputs.values);

      const damaged = bytes.slice();
      damaged[bytes.length - 9]! ^= 1;
      await Deno.writeFile(file, damaged);
      await assertRejects(find, Error, "what was kept: it is damaged");
      held.set(content, bytes);
      assertEquals((await find()).digest, loaded.digest);
      assertEquals(await Deno.readFile(file), bytes);

      await Deno.remove(file);
      held.set(content, damaged);
      await assertRejects(find, Error, "the queue: it is damaged");
      // So that the coordinator puts it there again.
      assertEquals(held.has(content), false);
      await assertRejects(find, Error, "is not here; --data says where it is");
    }),
});

Deno.test({
  name: "--data is taken where it is what a run wants, and told of where it is not",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const { loaded, content, wanted, bytes, path } = await dataSet(folder);
      const other = await dataSet(folder, { name: "other.csv", shift: 1 });
      const cache = join(folder, "cache");
      const told: string[] = [];
      const onWarning = (text: string) => void told.push(text);
      const nothing = memoryStore(new Map());
      const given = dataFinder({ store: nothing, path, cache, onWarning });
      assertEquals((await given(wanted)).digest, loaded.digest);
      assertEquals(told, []);

      const store = memoryStore(new Map([[content, bytes]]));
      const wrong = dataFinder({ store, path: other.path, cache, onWarning });
      assertEquals((await wrong(wanted)).digest, loaded.digest);
      assertEquals(told.length, 1);
      assertStringIncludes(told[0]!, "Runs want other data than --data");
      assertStringIncludes(told[0]!, other.loaded.digest.slice(0, 12));

      await Deno.remove(cache, { recursive: true });
      const nowhere = dataFinder({ store: nothing, path: other.path, cache });
      const error = await assertRejects(() => nowhere(wanted), Error, "--data has digest");
      assertStringIncludes(error.message, loaded.digest.slice(0, 12));
    }),
});

Deno.test({
  name: "a cache that is too large loses what was not used for longest",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      for (const [index, name] of ["old", "new", "middle"].entries()) {
        const path = join(folder, name);
        await Deno.writeFile(path, new Uint8Array(10));
        const used = new Date(2020, 1, [1, 3, 2][index]!);
        await Deno.utime(path, used, used);
      }
      await pruneFolder(folder, 20);
      assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), ["middle", "new"]);
      await pruneFolder(folder, 5);
      assertEquals([...Deno.readDirSync(folder)], []);
    }),
});
