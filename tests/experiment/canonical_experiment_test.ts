import { assertEquals, assertNotEquals } from "@std/assert";
import { canonicalJson } from "../../src/experiment/canonical.ts";
import { experimentOf } from "../../src/experiment/canonical_experiment.ts";
import { expand } from "../../src/experiment/expand.ts";
import { parseExperiment } from "../../src/experiment/parse.ts";
import type { CanonicalExperiment } from "../../src/experiment/types.ts";
import { expanded } from "./_experiments.ts";

Deno.test("what variants share is there once, what differs with each of them", () => {
  const { canonical } = expanded({
    question: "Does the start matter?",
    seeds: [1, 2],
    variants: { zeros: { init: "zeros" }, he: {} },
  });
  assertEquals<unknown>(canonical, {
    name: "small",
    question: "Does the start matter?",
    seeds: [1, 2],
    settings: {
      data: {
        type: "generated",
        shape: "xor",
        split: { validation: 0, test: 0, stratify: false },
        normalize: "auto",
      },
      architecture: [
        { units: 3, activation: { type: "relu" } },
        { units: 1, activation: { type: "sigmoid" } },
      ],
      biasInit: { type: "zeros" },
      loss: { type: "binary-cross-entropy" },
      regularization: { l2: 0, dropout: 0 },
      optimizer: { type: "gradient-descent", learningRate: 0.01 },
      epochs: 100,
      batchSize: "full",
      shuffle: true,
      recordEvery: 1,
    },
    variants: [
      { name: "zeros", settings: { init: { type: "zeros" } } },
      { name: "he", settings: { init: { type: "he", distribution: "normal" } } },
    ],
  });
});

const experiments: Record<string, unknown>[] = [
  {},
  { variants: { a: { init: "zeros" }, b: { epochs: 7 } }, seeds: [4, 2] },
  {
    variants: { a: {}, b: { data: { type: "generated", shape: "blobs" } } },
    grid: { "optimizer.learningRate": [0.1, 1e-7], "architecture.0.init": ["zeros", "he"] },
    points: [{ regularization: { dropout: 0.5 } }, { optimizer: "adam" }],
  },
  { data: { type: "images", path: "./x", classes: { z: ["a"], a: ["z"] } } },
  { variants: { "2": {}, b: {}, "1": { init: "zeros" } } },
  { variants: { a: { metrics: ["roc-auc"] }, b: {}, c: { metrics: ["confusion-matrix"] } } },
  { variants: { a: {}, b: { metrics: ["roc-auc"] } } },
  {
    variants: {
      a: { data: { type: "generated", shape: "spiral", rows: 20, noise: 0.1, normalize: "none" } },
      b: { data: { type: "generated", normalize: "auto", noise: 0.2, rows: 30, shape: "spiral" } },
    },
  },
  {
    architecture: [{ units: 4, dropout: 0.5, init: "zeros" }, { units: 1 }],
    biasInit: "random",
    variants: { deep: { architecture: [{ units: 3 }, { units: 2 }, { units: 1 }] }, flat: {} },
  },
];

for (const [index, changes] of experiments.entries()) {
  Deno.test(`a canonical experiment expands to the very runs that it came from, case ${index}`, () => {
    const first = expanded(changes);
    const stored = JSON.parse(canonicalJson(first.canonical)) as CanonicalExperiment;
    const again = expand(parseExperiment(experimentOf(stored)));
    assertEquals(again.digest, first.digest);
    assertEquals(again.differing, first.differing);
    // Also in the order of all keys, which texts show.
    assertEquals(JSON.stringify(again.canonical), JSON.stringify(first.canonical));
    assertEquals(
      again.runs.map(({ name, variant, seed }) => ({ name, variant, seed })),
      first.runs.map(({ name, variant, seed }) => ({ name, variant, seed })),
    );
    const loss = ({ settings }: typeof first.runs[number]) => ({ ...settings, data: null });
    assertEquals(again.runs.map(loss), first.runs.map(loss));
  });
}

Deno.test("the order of a picture's classes is a part of the digest, for it gives the labels", () => {
  const data = (classes: Record<string, string[]>) => ({ type: "images", path: "x", classes });
  assertNotEquals(
    expanded({ data: data({ cat: ["cat"], dog: ["dog"] }) }).digest,
    expanded({ data: data({ dog: ["dog"], cat: ["cat"] }) }).digest,
  );
});

Deno.test("the digest does not depend on where the project lies", () => {
  const digest = (file: string, path: string) =>
    expanded({ data: { type: "csv", path, target: "y" } }, { file }).digest;
  const here = digest("/home/a/experiments/x.ts", "./data/rows.csv");
  assertEquals(digest("/srv/experiments/x.ts", "/srv/experiments/data/rows.csv"), here);
  assertEquals(digest("/srv/experiments/x.ts", "data/../data//rows.csv"), here);
  assertNotEquals(digest("/srv/experiments/x.ts", "../data/rows.csv"), here);
});
