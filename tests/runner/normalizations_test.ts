import { assert, assertEquals } from "@std/assert";
import { createNetwork } from "../../src/engine/mod.ts";
import { expand } from "../../src/experiment/expand.ts";
import { parseExperiment } from "../../src/experiment/parse.ts";
import type { Examples } from "../../src/numerics/mod.ts";
import { networkSpec, trainRun } from "../../src/runner/train.ts";

/** Rows on a line, whose targets are a wave and noise. */
function part(rows: number, shift: number): Examples {
  const x = Float32Array.from({ length: rows }, (_, k) => ((k * 37 + shift) % 100) / 50 - 1);
  const y = x.map((value, k) => Math.abs(value) + ((k * 61 + shift) % 7) / 5);
  return {
    inputs: { values: x, rows, columns: 1 },
    targets: { values: y, rows, columns: 1 },
    inputScale: 1,
  };
}

const preprocessing = { inputShape: [2], bytes: false, normalize: "none" as const };
const data = { train: part(12, 0), validation: part(40, 5), preprocessing };

function runOf(changes: Record<string, unknown> = {}) {
  const { runs: [run] } = expand(parseExperiment({
    name: "small",
    data: { type: "generated", shape: "xor" },
    architecture: [
      { units: 12 },
      { type: "batch-norm", activation: "tanh" },
      { units: 1 },
    ],
    optimizer: { type: "adam", learningRate: 0.03 },
    batchSize: 5,
    epochs: 100,
    recordEvery: 1,
    ...changes,
  }));
  return run!;
}

Deno.test("a run's weights hold the running estimates, and they are no parameters", () => {
  const { weights, parameters } = trainRun(runOf(), data);
  assertEquals(weights.map(({ name }) => name), [
    "layers.0.weight",
    "layers.0.bias",
    "layers.1.weight",
    "layers.1.bias",
    "layers.1.running_mean",
    "layers.1.running_var",
    "layers.2.weight",
    "layers.2.bias",
  ]);
  assertEquals(parameters, 12 + 12 + 12 + 12 + 12 + 1);
  assert(weights[4]!.values.every((value) => value !== 0));
});

Deno.test("a run's weights evaluate to its final scores in a network of their own", () => {
  const run = runOf();
  const { weights, final } = trainRun(run, data);
  const network = createNetwork(networkSpec(run, 1), { seed: 77 });
  network.tensors.forEach(({ values }, t) => values.set(weights[t]!.values));
  assertEquals(network.evaluate(data.validation).loss, final.validation!.loss);
});

Deno.test("the best epoch comes back with its running estimates", () => {
  const stopped = trainRun(runOf({ earlyStopping: { patience: 5 } }), data);
  assert(stopped.restoredFrom! < stopped.epochs);
  const short = trainRun(runOf({ epochs: stopped.restoredFrom }), data);
  assertEquals(stopped.weights, short.weights);
  assertEquals(stopped.final, short.final);
});

Deno.test("a run with normalisation has the same bits with every backend", () => {
  const reference = trainRun(runOf(), data, { backend: "reference" });
  assertEquals(trainRun(runOf(), data, { backend: "simd" }), reference);
});
