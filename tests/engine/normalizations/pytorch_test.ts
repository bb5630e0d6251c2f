import { assert, assertEquals } from "@std/assert";
import {
  createNetwork,
  createOptimizer,
  type Member,
  normalizations,
} from "../../../src/engine/mod.ts";
import recorded from "../../fixtures/engine/normalizations.json" with { type: "json" };
import { relativeError } from "../helpers.ts";
import { specWith, type WrittenLayer } from "./helpers.ts";

for (const one of recorded.trajectories) {
  Deno.test(`PyTorch's trajectory is followed for 100 steps and evaluated: ${one.name}`, () => {
    const { rows, inputs, outputs, batch, bytes, l2, optimizer } = one;
    const initial: Record<string, number[]> = one.initial;
    const final: Record<string, number[]> = one.final;
    const layers: WrittenLayer[] = one.items;
    const network = createNetwork(specWith({ inputs, layers, l2 }), { seed: 1 });
    assertEquals(network.tensors.map(({ name }) => name), Object.keys(initial));
    for (const { name, values } of network.tensors) values.set(initial[name]!);
    const step = createOptimizer(optimizer as unknown as Member, network);
    const values = bytes ? Uint8Array.from(one.x) : Float32Array.from(one.x);
    const examples = {
      inputs: { values, rows, columns: inputs },
      targets: { values: Float32Array.from(one.y), rows, columns: outputs },
      inputScale: bytes ? 1 / 255 : 1,
    };
    one.losses.forEach((expected, t) => {
      const from = t * batch % rows;
      const got = network.gradient({ examples, from, to: Math.min(from + batch, rows), epoch: 1 });
      step.step(optimizer.learningRate);
      const error = Math.abs(got / expected - 1);
      assert(error < 1e-5, `step ${t + 1}: loss ${got}, PyTorch's ${expected}`);
    });
    for (const { name, values } of network.tensors) {
      const error = relativeError(values, final[name]!);
      assert(error < 1e-5, `${name}: ${error}`);
    }
    const error = relativeError(network.evaluate(examples).outputs, one.evaluated);
    assert(error < 1e-5, `outputs: ${error}`);
  });
}

Deno.test("every normalisation was recorded with mini-batches and with the full batch", () => {
  for (const name of Object.keys(normalizations)) {
    const having = recorded.trajectories.filter(({ items }) =>
      items.some((item) => "type" in item && item.type === name)
    );
    assertEquals(new Set(having.map(({ rows, batch }) => batch < rows)).size, 2, name);
  }
});
