import { assert, assertEquals } from "@std/assert";
import { createNetwork, createOptimizer, optimizers, resolveMember } from "../../src/engine/mod.ts";
import { randomExamples, specOf } from "./helpers.ts";
import { specWith } from "./normalizations/helpers.ts";

const spec = specOf({
  inputs: 2,
  units: [2, 1],
  activations: ["tanh", "sigmoid"],
  loss: "binary-cross-entropy",
  dropout: 0.5,
  l2: 0.01,
});

/** How many typed arrays, buffers and memory pages `fn` asks for. */
function countAllocations(fn: () => void): number {
  let count = 0;
  const names = [
    "Float32Array",
    "Float64Array",
    "Uint8Array",
    "Uint32Array",
    "ArrayBuffer",
  ] as const;
  const globals = globalThis as unknown as Record<string, unknown>;
  const originals = names.map((name) => globals[name]);
  const subarray = Object.getPrototypeOf(Float32Array.prototype) as { subarray: unknown };
  const originalSubarray = subarray.subarray;
  names.forEach((name, k) => {
    globals[name] = new Proxy(originals[k] as typeof Float32Array, {
      construct(target, given) {
        count++;
        return Reflect.construct(target, given);
      },
    });
  });
  subarray.subarray = () => {
    throw new Error("a view was made");
  };
  try {
    fn();
  } finally {
    names.forEach((name, k) => globals[name] = originals[k]);
    subarray.subarray = originalSubarray;
  }
  return count;
}

for (const name of Object.keys(optimizers)) {
  for (const bytes of [false, true]) {
    Deno.test(`a step of ${name} on ${bytes ? "bytes" : "numbers"} allocates no buffer`, () => {
      const network = createNetwork(spec, { seed: 1 });
      network.initialize();
      const optimizer = createOptimizer(resolveMember(optimizers, name), network);
      const examples = randomExamples({ rows: 70, inputs: 2, outputs: 1, bytes }, 1);
      const order = Uint32Array.from({ length: 70 }, (_, k) => 69 - k);
      const batch = { examples, order, from: 0, to: 1, epoch: 1 };
      const steps = (count: number) => {
        for (let t = 0; t < count; t++) {
          batch.from = t % 70;
          batch.to = t % 70 + 1;
          network.gradient(batch);
          optimizer.step(0.01);
        }
      };
      steps(1); // buffers for gathered rows are made by the first batch that needs them
      const pages = network.arena.memory.buffer.byteLength;
      assertEquals(countAllocations(() => steps(10000)), 0);
      assertEquals(network.arena.memory.buffer.byteLength, pages);
    });
  }
}

Deno.test("a step through normalisations allocates no buffer once the largest batch was there", () => {
  const layers = [
    { type: "batch-norm", dropout: 0.2 },
    { units: 3 },
    { type: "layer-norm", activation: "tanh" },
    { units: 1 },
  ];
  const network = createNetwork(specWith({ inputs: 2, layers, inputDropout: 0.1 }), { seed: 1 });
  network.initialize();
  const optimizer = createOptimizer(resolveMember(optimizers, "adam"), network);
  const examples = randomExamples({ rows: 200, inputs: 2, outputs: 1 }, 1);
  const order = Uint32Array.from({ length: 200 }, (_, k) => 199 - k);
  const batch = { examples, order, from: 0, to: 200, epoch: 1 };
  const steps = (count: number) => {
    for (let t = 0; t < count; t++) {
      batch.to = 200 - t;
      network.gradient(batch);
      optimizer.step(0.01);
    }
  };
  steps(1);
  const pages = network.arena.memory.buffer.byteLength;
  assertEquals(countAllocations(() => steps(190)), 0);
  assertEquals(network.arena.memory.buffer.byteLength, pages);
});

Deno.test("allocations are counted where there are some", () => {
  assertEquals(countAllocations(() => void new Float32Array(3)), 1);
});

Deno.test("the same steps give the same bits and another seed gives others", () => {
  const train = (seed: number) => {
    const network = createNetwork(spec, { seed });
    network.initialize();
    const optimizer = createOptimizer(resolveMember(optimizers, "adam"), network);
    const examples = randomExamples({ rows: 70, inputs: 2, outputs: 1 }, 1);
    for (let epoch = 1; epoch <= 5; epoch++) {
      for (let from = 0; from < 70; from += 32) {
        network.gradient({ examples, from, to: Math.min(from + 32, 70), epoch });
        optimizer.step(0.01);
      }
    }
    return network.parameters.map(({ values }) => [...values]);
  };
  assertEquals(train(1), train(1));
  train(2).forEach((values, p) => assert(values.some((v, k) => v !== train(1)[p]![k])));
});
