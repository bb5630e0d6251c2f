import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  createNetwork,
  createOptimizer,
  type Limits,
  optimizers,
  regularizers,
  resolveMember,
} from "../../../src/engine/mod.ts";
import { createMaskWriter, inputLayer } from "../../../src/engine/regularizers/mod.ts";
import { createStream } from "../../../src/random/mod.ts";
import { bits, randomExamples, specOf } from "../helpers.ts";

const spec = specOf({
  inputs: 2,
  units: [2, 1],
  activations: ["tanh", "linear"],
  loss: "squared-error",
});

/** A network whose weights and gradients are given, after one step of gradient descent of rate 1. */
function afterStep(limits: Limits, values: number[], gradients: number[], rate = 1) {
  const network = createNetwork(spec, { seed: 1 });
  let k = 0;
  for (const parameter of network.parameters) {
    parameter.values.forEach((_, i) => {
      parameter.values[i] = values[k]!;
      parameter.gradient[i] = gradients[k++]!;
    });
  }
  createOptimizer({ type: "gradient-descent" }, network, limits).step(rate);
  return network.parameters.flatMap(({ values }) => [...values]);
}

// Two weights into each of two units, their biases, two weights into the output, its bias.
const zeros = Array(9).fill(0);
const weights = [3, 4, 0.3, 0.4, 5, 5, 0.6, 0.8, 5];

Deno.test("clipping by value brings every element between its bounds", () => {
  const gradients = [0.25, -0.25, 3, -3, 1, 0.5, -0.5, 0, 100];
  assertEquals(
    afterStep({ clipValue: 0.5 }, zeros, gradients),
    [-0.25, 0.25, -0.5, 0.5, -0.5, -0.5, 0.5, 0, -0.5],
  );
});

Deno.test("clipping by norm shortens the gradient of all parameters together", () => {
  // The norm is √(1 + 4 + 4 + 16) = 5, spread over three tensors.
  const gradients = [1, 0, 2, 0, -2, 0, 0, 4, 0];
  const shorter = afterStep({ clipNorm: 2.5 }, zeros, gradients);
  assertEquals(shorter, [-0.5, -0, -1, -0, 1, -0, -0, -2, -0]);
  for (const clipNorm of [0, 5, 6]) {
    assertEquals(afterStep({ clipNorm }, zeros, gradients), afterStep({}, zeros, gradients));
  }
});

Deno.test("values are clipped before the norm is taken", () => {
  const gradients = [1000, 0, 0, 0, 0, 0, 0, 0.75, 0];
  const both = afterStep({ clipValue: 1, clipNorm: 0.625 }, zeros, gradients);
  assertEquals([both[0], both[7]], [-0.5, -0.375]); // norm 1.25
});

Deno.test("max-norm limits the weights into each unit after the update and spares biases", () => {
  const limited = afterStep({ maxNorm: 1 }, weights, zeros);
  [0.6, 0.8, 0.3, 0.4, 5, 5, 0.6, 0.8, 5].forEach((expected, k) =>
    assertAlmostEquals(limited[k]!, expected, 1e-7)
  );
  // The update takes the first unit from norm 5 to 0.5, which is within the limit.
  const moved = afterStep({ maxNorm: 1 }, weights, [2.7, 3.6, ...zeros.slice(2)]);
  assertAlmostEquals(moved[0]!, 0.3, 1e-6);
});

Deno.test("decoupled decay takes η·λ of each weight, no bias, and with gradient descent is L2", () => {
  const decayed = afterStep({ weightDecay: 0.5 }, weights, zeros, 0.25);
  weights.forEach((weight, k) => {
    const isBias = k === 4 || k === 5 || k === 8;
    assertEquals(decayed[k], isBias ? weight : Math.fround(Math.fround(weight) * 0.875));
  });
});

Deno.test("a limit applies with every optimizer", () => {
  for (const name of Object.keys(optimizers)) {
    const network = createNetwork(spec, { seed: 1 });
    network.initialize();
    const optimizer = createOptimizer(resolveMember(optimizers, name), network, {
      maxNorm: 0.01,
      weightDecay: 0.1,
      clipNorm: 1,
      clipValue: 1,
    });
    network.gradient({
      examples: randomExamples({ rows: 3, inputs: 2, outputs: 1 }, 1),
      from: 0,
      to: 3,
      epoch: 1,
    });
    optimizer.step(0.01);
    const { values } = network.parameters[0]!;
    assert(Math.hypot(values[0]!, values[1]!) < 0.01000001, name);
  }
});

Deno.test("the L1 penalty is λ·Σ|w|, its gradient λ·sign(w), and biases pay none", () => {
  assertEquals(regularizers.l1.value(Float32Array.of(1, -2, 0.5), 0.5), 1.75);
  const examples = randomExamples({ rows: 5, inputs: 2, outputs: 1 }, 1);
  const [plain, pulled] = [0, 0.125].map((l1) => {
    const network = createNetwork({ ...spec, l1 }, { seed: 1 });
    network.initialize();
    network.gradient({ examples, from: 0, to: 5, epoch: 1 });
    return network.parameters;
  });
  pulled!.forEach(({ kind, values, gradient }, p) =>
    gradient.forEach((value, k) => {
      const pull = kind === "weight" ? 0.125 * Math.sign(values[k]!) : 0;
      assertAlmostEquals(value, plain![p]!.gradient[k]! + pull, 1e-7);
    })
  );
});

for (const bytes of [false, true]) {
  const kind = bytes ? "bytes" : "numbers";
  Deno.test(`dropout of ${kind} as inputs is training on masked inputs, and only training`, () => {
    const rows = 150;
    const wide = specOf({
      inputs: 5,
      units: [3, 1],
      activations: ["tanh", "linear"],
      loss: "squared-error",
    });
    const examples = randomExamples({ rows, inputs: 5, outputs: 1, bytes }, 4);
    const dropping = createNetwork({ ...wide, inputDropout: 0.4 }, { seed: 3 });
    const plain = createNetwork(wide, { seed: 3 });
    dropping.initialize();
    plain.initialize();

    const write = createMaskWriter(createStream(3, "dropout"), {
      index: inputLayer,
      units: 5,
      dropout: 0.4,
    });
    const mask = new Float32Array(rows * 5);
    write(mask, Uint32Array.from({ length: rows }, (_, k) => k), rows, 7);
    const scale = Math.fround(examples.inputScale);
    const masked = Float32Array.from(
      mask,
      (m, k) => m * Math.fround(scale * examples.inputs.values[k]!),
    );
    const inputs = { values: masked, rows, columns: 5 };

    const order = Uint32Array.from({ length: rows }, (_, k) => (k * 67) % rows);
    for (const positions of [undefined, order]) {
      const batch = { order: positions, from: 10, to: 140, epoch: 7 };
      const loss = dropping.gradient({ ...batch, examples });
      assertEquals(
        loss,
        plain.gradient({ ...batch, examples: { ...examples, inputs, inputScale: 1 } }),
      );
      dropping.parameters.forEach(({ gradient }, p) =>
        assertEquals(bits(gradient), bits(plain.parameters[p]!.gradient))
      );
    }
    assertEquals(dropping.evaluate(examples), plain.evaluate(examples));
    assert(mask.filter((m) => m === 0).length > 200);
  });
}

Deno.test("strengths out of bounds are refused", () => {
  const build = (change: object) => () => createNetwork({ ...spec, ...change }, { seed: 1 });
  assertThrows(build({ l1: -1 }), RangeError, "Cannot read l1 as -1: it must be at least 0");
  assertThrows(build({ inputDropout: 1 }), RangeError, "inputDropout as 1: it must be below 1");
});
