import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type BackendName,
  backendNames,
  createArena,
  createNetwork,
  createOptimizer,
  optimizers,
  resolveMember,
  selectKernels,
} from "../../src/engine/mod.ts";
import { bits, randomExamples, specOf } from "./helpers.ts";

Deno.test("every backend name gives kernels, and auto gives one of them", () => {
  const names = backendNames.map((name) => selectKernels(name)(createArena()).name);
  assertEquals(names.slice(1), backendNames.slice(1) as readonly string[] as string[]);
  assert(names.slice(1).includes(names[0]!));
});

for (const bytes of [false, true]) {
  const kind = bytes ? "bytes" : "numbers";
  Deno.test(`a network trained on ${kind} has the same bits with every backend`, () => {
    const spec = specOf({
      inputs: 131,
      units: [21, 9, 3],
      activations: ["relu", "tanh", "sigmoid"],
      loss: "binary-cross-entropy",
      dropout: 0.2,
      l2: 0.01,
    });
    const examples = randomExamples({ rows: 77, inputs: 131, outputs: 3, bytes }, 5);
    const results = backendNames.map((name) => {
      const network = createNetwork(spec, { seed: 3, kernels: selectKernels(name) });
      network.initialize();
      const optimizer = createOptimizer(resolveMember(optimizers, "adam"), network);
      const losses: number[] = [];
      for (let epoch = 1; epoch <= 5; epoch++) {
        losses.push(network.gradient({ examples, from: 0, to: 77, epoch }));
        optimizer.step(0.01);
      }
      const { loss, outputs } = network.evaluate(examples);
      const weights = network.parameters.map(({ values }) => bits(values));
      return { losses, loss, outputs: bits(outputs), weights };
    });
    for (const result of results) assertEquals(result, results[0]);
    assertEquals(new Set(results[0]!.losses).size, 5);
  });
}

Deno.test("data is copied once into a memory that the kernels can read, and not if it lies there", () => {
  const spec = specOf({ inputs: 4096, units: [1], activations: ["linear"], loss: "squared-error" });
  const elsewhere = randomExamples({ rows: 70, inputs: 4096, outputs: 1 }, 1);
  for (const inside of [false, true]) {
    const arena = createArena();
    const values = inside ? arena.float32(70 * 4096) : new Float32Array(70 * 4096);
    values.set(elsewhere.inputs.values);
    const examples = { ...elsewhere, inputs: { ...elsewhere.inputs, values } };
    const network = createNetwork(spec, { seed: 1, kernels: selectKernels("simd"), arena });
    const bytesAfter = () => {
      network.gradient({ examples, from: 0, to: 70, epoch: 1 });
      network.evaluate(examples);
      return arena.memory.buffer.byteLength;
    };
    const before = arena.memory.buffer.byteLength;
    const once = bytesAfter();
    assertEquals(once - before >= values.byteLength, !inside);
    assertEquals(bytesAfter(), once);
  }
});

Deno.test("an unknown backend is refused with the names there are", () => {
  assertThrows(
    () => selectKernels("referense" as BackendName),
    RangeError,
    'Unknown backend "referense": did you mean "reference"? One of: auto, reference, simd',
  );
});
