import { assertEquals, assertStrictEquals } from "@std/assert";
import { defineExperiment, type Experiment, type Patch } from "../../src/mod.ts";

const small = {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
} satisfies Experiment;

Deno.test("defineExperiment returns what it is given", () => {
  assertStrictEquals<unknown>(defineExperiment(small), small);
});

/** Never called: what the type checker refuses is the test. */
function refusedByTheTypeChecker() {
  // @ts-expect-error: an unknown initializer
  defineExperiment({ ...small, init: "xaiver" });
  // @ts-expect-error: an unknown activation
  defineExperiment({ ...small, architecture: [{ units: 1, activation: "rleu" }] });
  // @ts-expect-error: an unknown optimizer in its long form
  defineExperiment({ ...small, optimizer: { type: "adm", learningRate: 1 } });
  // @ts-expect-error: an option of another optimizer
  defineExperiment({ ...small, optimizer: { type: "gradient-descent", beta1: 1 } });
  // @ts-expect-error: an unknown key
  defineExperiment({ ...small, epoch: 5 });
  // @ts-expect-error: text for a number
  defineExperiment({ ...small, epochs: "ten" });
  // @ts-expect-error: a batch size that is neither
  defineExperiment({ ...small, batchSize: "ful" });
  // @ts-expect-error: an unknown kind of data
  defineExperiment({ ...small, data: { type: "cvs", path: "x" } });
  // @ts-expect-error: a shape that is not generated
  defineExperiment({ ...small, data: { type: "generated", shape: "circle" } });
  // @ts-expect-error: pictures of one dimension
  defineExperiment({ ...small, data: { type: "images", path: "x", size: [64] } });
  // @ts-expect-error: undefined is not plain data
  defineExperiment({ ...small, epochs: undefined });
  // @ts-expect-error: an unknown name in a variant
  defineExperiment({ ...small, variants: { a: { init: "hee" } } });
  // @ts-expect-error: an unknown key in a variant
  defineExperiment({ ...small, variants: { a: { optimzer: "adam" } } });
  // @ts-expect-error: a function in the grid
  defineExperiment({ ...small, grid: { epochs: [() => 1] } });
  // @ts-expect-error: no architecture
  defineExperiment({ name: "x", data: { type: "generated", shape: "xor" } });
}

/** Never called: what the type checker accepts is the test. */
function acceptedByTheTypeChecker(patch: Patch): Experiment[] {
  const rates = [0.1, 0.2] as const;
  return [
    defineExperiment({ ...small, init: { type: "random", scale: 1, distribution: "uniform" } }),
    defineExperiment({ ...small, seeds: [1, 2], grid: { "optimizer.learningRate": rates } }),
    defineExperiment({ ...small, points: [{ optimizer: { learningRate: 1 } }, patch] }),
    defineExperiment({ ...small, variants: { a: { epochs: null, regularization: { l2: 1 } } } }),
    defineExperiment({
      ...small,
      data: { type: "images", train: "x", size: [64, 64], classes: { cat: ["cat"], dog: ["dog"] } },
    }),
  ];
}

Deno.test("the type checker has looked at what it must refuse and accept", () => {
  // Both are here to be checked, which they are when this file is.
  assertEquals([refusedByTheTypeChecker, acceptedByTheTypeChecker].map(({ length }) => length), [
    0,
    1,
  ]);
});
