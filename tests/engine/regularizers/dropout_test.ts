import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { createNetwork } from "../../../src/engine/mod.ts";
import { createMaskWriter } from "../../../src/engine/regularizers/mod.ts";
import { createStream } from "../../../src/random/mod.ts";
import { gradientInDouble, randomExamples, relativeError, specOf } from "../helpers.ts";

const rowsFrom = (from: number, count: number) =>
  Uint32Array.from({ length: count }, (_, k) => from + k);

function masksOf(
  rows: Uint32Array,
  options: { seed?: number; epoch?: number; layer?: number; units?: number; dropout?: number } = {},
) {
  const { seed = 1, epoch = 1, layer = 0, units = 7, dropout = 0.3 } = options;
  const write = createMaskWriter(createStream(seed, "dropout"), { index: layer, units, dropout });
  const mask = new Float32Array(rows.length * units);
  write(mask, rows, rows.length, epoch);
  return mask;
}

Deno.test("a mask is 0 with probability p and 1 / (1 − p) otherwise", () => {
  for (const dropout of [0.1, 0.5, 0.8]) {
    const mask = masksOf(rowsFrom(0, 20000), { dropout });
    assertEquals([...new Set(mask)].sort(), [0, Math.fround(1 / (1 - dropout))]);
    const dropped = mask.filter((value) => value === 0).length / mask.length;
    const error = Math.sqrt(dropout * (1 - dropout) / mask.length);
    assert(Math.abs(dropped - dropout) < 5 * error, `${dropped} of ${dropout}`);
  }
});

Deno.test("units of a row and rows of a unit are dropped independently", () => {
  const units = 6;
  const mask = masksOf(rowsFrom(0, 20000), { dropout: 0.5, units });
  for (const step of [1, 2, 3, 4, units]) {
    let both = 0;
    for (let k = 0; k + step < mask.length; k++) {
      if (mask[k] === 0 && mask[k + step] === 0) both++;
    }
    assert(Math.abs(both / mask.length - 0.25) < 5 * Math.sqrt(0.1875 / mask.length) + 1e-4);
  }
});

Deno.test("a row's mask is the same in whatever batch and place the row stands", () => {
  const all = masksOf(rowsFrom(0, 100));
  const some = masksOf(Uint32Array.of(63, 5, 99));
  assertEquals(some.slice(0, 7), all.slice(63 * 7, 64 * 7));
  assertEquals(some.slice(7, 14), all.slice(5 * 7, 6 * 7));
  assertEquals(some.slice(14), all.slice(99 * 7));
});

Deno.test("masks differ between seeds, epochs and layers", () => {
  const rows = rowsFrom(0, 20);
  for (const other of [{ seed: 2 }, { epoch: 2 }, { layer: 1 }]) {
    assertNotEquals(masksOf(rows, other), masksOf(rows));
  }
});

const spec = specOf({
  inputs: 5,
  units: [9, 6, 2],
  activations: ["tanh", "sigmoid", "sigmoid"],
  loss: "binary-cross-entropy",
  dropout: 0.4,
});
const examples = randomExamples({ rows: 80, inputs: 5, outputs: 2 }, 1);

Deno.test("the gradient under dropout is that of the masked network, over several blocks", () => {
  const network = createNetwork(spec, { seed: 3 });
  network.initialize();
  const masks = [9, 6].map((units, layer) =>
    masksOf(rowsFrom(0, 80), { seed: 3, epoch: 12, layer, units, dropout: 0.4 })
  );
  const order = rowsFrom(0, 80).reverse();
  network.gradient({ examples, order, from: 3, to: 73, epoch: 12 });
  const expected = gradientInDouble(network, examples, {
    rows: [...order.slice(3, 73)],
    mask: (layer, row, unit) => masks[layer]![row * [9, 6][layer]! + unit]!,
  });
  network.parameters.forEach(({ gradient }, p) =>
    assert(relativeError(gradient, expected[p]!) < 2e-6)
  );
});

Deno.test("a step over some rows does not depend on the rows beside them in the data", () => {
  const rows = Uint32Array.of(4, 17, 60);
  const gradientOf = (batch: { rows?: Uint32Array; order?: Uint32Array }) => {
    const network = createNetwork(spec, { seed: 3 });
    network.initialize();
    const { rows, order } = batch;
    const chosen = rows ? { ...examples, rows } : examples;
    network.gradient({ examples: chosen, order, from: 0, to: 3, epoch: 1 });
    return network.parameters.map(({ gradient }) => gradient);
  };
  assertEquals(gradientOf({ rows }), gradientOf({ order: rows }));
});

Deno.test("evaluation drops nothing, and neither does the last layer", () => {
  const weights = (dropout: number) => {
    const network = createNetwork(
      { ...spec, layers: spec.layers.map((layer) => ({ ...layer, dropout })) },
      { seed: 3 },
    );
    network.initialize();
    return network;
  };
  assertEquals(weights(0.4).evaluate(examples), weights(0).evaluate(examples));
  const lastOnly = createNetwork(
    { ...spec, layers: spec.layers.map((layer, l) => ({ ...layer, dropout: l === 2 ? 0.4 : 0 })) },
    { seed: 3 },
  );
  lastOnly.initialize();
  const batch = { examples, from: 0, to: 80, epoch: 1 };
  assertEquals(lastOnly.gradient(batch), weights(0).gradient(batch));
});
