import { assertEquals, assertThrows } from "@std/assert";
import { createNetwork } from "../../../src/engine/mod.ts";
import { specOf } from "../helpers.ts";

const init = { type: "file", path: "w.safetensors" };
const spec = specOf({
  inputs: 2,
  units: [1],
  activations: ["linear"],
  loss: "squared-error",
  init,
  biasInit: init,
});
const tensors = new Map([
  ["layers.0.weight", Float32Array.of(3, -4)],
  ["layers.0.bias", Float32Array.of(0.5)],
]);

Deno.test("weights and biases start with what is stored, whatever the seed", () => {
  for (const seed of [1, 2]) {
    const network = createNetwork(spec, { seed, stored: new Map([["w.safetensors", tensors]]) });
    network.initialize();
    assertEquals(network.parameters.map(({ values }) => [...values]), [[3, -4], [0.5]]);
  }
});

Deno.test("a file that was not read and a tensor of another length are refused", () => {
  const start = (stored?: Map<string, Map<string, Float32Array>>) =>
    createNetwork(spec, { seed: 1, stored }).initialize();
  assertThrows(() => start(), RangeError, "Cannot start layers.0.weight from w.safetensors");
  const short = new Map([...tensors, ["layers.0.bias", new Float32Array(2)]]);
  assertThrows(() => start(new Map([["w.safetensors", short]])), RangeError, "layers.0.bias");
});
