import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { Tensor } from "../../src/results/mod.ts";
import type { Plan } from "../../src/runner/mod.ts";
import { runKeys } from "../../src/runner/run_key.ts";
import { planOf, small } from "./_sweeps.ts";

async function keyOf(changes: Record<string, unknown> = {}): Promise<string> {
  const { variants: _, ...alone } = small;
  return runKeys(await planOf({ ...alone, ...changes }))[0]!;
}

Deno.test("a key is 64 hexadecimal digits and differs between runs", async () => {
  const keys = runKeys(await planOf({ ...small, seeds: [1, 2, 3] }));
  assert(keys.every((key) => /^[0-9a-f]{64}$/.test(key)));
  assertEquals(new Set(keys).size, 6);
});

Deno.test("names, questions, and runs beside it are no part of a run's key", async () => {
  const plain = await keyOf();
  for (
    const same of [
      { name: "other" },
      { question: "Why?" },
      { seeds: [1, 2] },
      { variants: { other: {}, more: { epochs: 3 } } },
      { init: "he" },
      { init: { type: "he" }, epochs: 2 },
    ]
  ) assertEquals(await keyOf(same), plain, JSON.stringify(same));
});

Deno.test("whatever changes a result changes the key", async () => {
  const { data } = small;
  const changes = [
    { seeds: [2] },
    { epochs: 3 },
    { recordEvery: 2 },
    { batchSize: 4 },
    { init: "zeros" },
    { init: { type: "constant", value: 0 } },
    { init: { type: "constant", value: -0 } },
    { optimizer: { type: "gradient-descent", learningRate: 0.25 } },
    { metrics: ["roc-auc"] },
    { data: { ...data, split: { test: 0.5 } } },
    { data: { ...data, split: { validation: 0.25 } } },
    { data: { ...data, normalize: "standardize" } },
    { data: { ...data, rows: 16 } },
    { data: { ...data, noise: 0.1 } },
  ];
  const keys = await Promise.all(changes.map((change) => keyOf(change)));
  assertEquals(new Set([...keys, await keyOf()]).size, changes.length + 1);
});

Deno.test("the data of a plan count by their content, and so does how words became columns", async () => {
  const plan = await planOf(small);
  const [key] = runKeys(plan);
  const [dataKey, loaded] = [...plan.data][0]!;
  const withData = (change: Partial<typeof loaded>) =>
    runKeys({ ...plan, data: new Map([[dataKey, { ...loaded, ...change }]]) })[0];
  assertEquals(withData({}), key);
  assertNotEquals(withData({ digest: "0".repeat(64) }), key);
  assertNotEquals(withData({ imputes: true }), key);
  assertNotEquals(withData({ encoding: [{ column: "x", words: ["no", "yes"] }] }), key);
});

Deno.test("a file that weights come from counts by its tensors, wherever it lies", async () => {
  const { variants: _, ...alone } = small;
  const planned = await planOf(alone);
  const keyFrom = (path: string, value: number) => {
    const member = { type: "file", path };
    const jobs: Plan["jobs"] = planned.jobs.map(({ run, dataKey }) => ({
      dataKey,
      run: {
        ...run,
        settings: {
          ...run.settings,
          init: member,
          architecture: run.settings.architecture.map((layer) => ({ ...layer, init: member })),
        } as typeof run.settings,
      },
    }));
    const tensor: Tensor = { name: "t", shape: [1], values: new Float32Array([value]) };
    const weights = { tensors: new Map([[path, [tensor]]]), records: [] };
    return runKeys({ ...planned, jobs, weights })[0];
  };
  assertEquals(keyFrom("a.safetensors", 1), keyFrom("../b.safetensors", 1));
  assertNotEquals(keyFrom("a.safetensors", 1), keyFrom("a.safetensors", 2));
});
