import { assertEquals, assertNotEquals } from "@std/assert";
import { cacheKey, readCache, writeCache } from "../../../src/data/images/cache.ts";
import { granted } from "../../permissions.ts";

const ignore = !granted("read", "write");
const pixels = Uint8Array.from({ length: 300 }, (_, i) => i);
const key = "abc";

async function withFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await act(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The only file in a folder. */
function onlyFile(folder: string): string {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
  assertEquals(names.length, 1);
  return `${folder}/${names[0]}`;
}

Deno.test("the key depends on contents, their order, the size and the way to resize", async () => {
  const keys = await Promise.all([
    cacheKey(["a", "b"], { size: [2, 3], resize: "stretch" }),
    cacheKey(["b", "a"], { size: [2, 3], resize: "stretch" }),
    cacheKey(["ab"], { size: [2, 3], resize: "stretch" }),
    cacheKey(["a", "b"], { size: [3, 2], resize: "stretch" }),
    cacheKey(["a", "b"], { size: [2, 3], resize: "cover" }),
  ]);
  assertEquals(new Set(keys).size, keys.length);
  assertEquals(keys[0], await cacheKey(["a", "b"], { size: [2, 3], resize: "stretch" }));
});

Deno.test({
  name: "what was kept is read back from a folder that did not exist, and leaves nothing else",
  ignore,
  fn: () =>
    withFolder(async (parent) => {
      const folder = `${parent}/deep/cache`;
      assertEquals(await writeCache(folder, { key, pixels }), true);
      assertEquals(await readCache(folder, { key, length: 300 }), pixels);
      onlyFile(folder);
    }),
});

Deno.test({
  name: "another key, another length and no folder at all find nothing",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      await writeCache(folder, { key, pixels });
      assertEquals(await readCache(folder, { key: "other", length: 300 }), undefined);
      assertEquals(await readCache(folder, { key, length: 299 }), undefined);
      assertEquals(await readCache(`${folder}/none`, { key, length: 300 }), undefined);
    }),
});

Deno.test({
  name: "a damaged file is not used, wherever the damage is, and is written anew",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      await writeCache(folder, { key, pixels });
      const path = onlyFile(folder);
      const whole = await Deno.readFile(path);
      for (const place of [0, 31, 32, whole.length - 1]) {
        const damaged = whole.slice();
        damaged[place]! ^= 1;
        await Deno.writeFile(path, damaged);
        assertEquals(await readCache(folder, { key, length: 300 }), undefined);
      }
      await Deno.writeFile(path, whole.subarray(0, 100));
      assertEquals(await readCache(folder, { key, length: 300 }), undefined);
      await writeCache(folder, { key, pixels });
      assertEquals(await readCache(folder, { key, length: 300 }), pixels);
    }),
});

Deno.test({
  name: "a folder that cannot be written to is no error",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/file`, "not a folder");
      assertEquals(await writeCache(`${folder}/file`, { key, pixels }), false);
      assertNotEquals(await writeCache(folder, { key, pixels }), false);
    }),
});
