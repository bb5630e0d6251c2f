import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  createNetwork,
  resolveMember,
  rowActivations,
  rowLosses,
  type RowsLoss,
} from "../../../src/engine/mod.ts";
import { manySettings, randomValues, specOf, titleOf } from "../helpers.ts";

const U = 5;

/** The functions take any list of numbers; a Float32Array would round differences away. */
function list(values: ArrayLike<number>): Float32Array {
  return Float64Array.from(values) as unknown as Float32Array;
}

const targets = [[0, 0, 1, 0, 0], [0.1, 0.2, 0.3, 0.4, 0], [1, 0, 1, 0, 0]];

for (const [type, loss] of Object.entries(rowLosses) as [string, RowsLoss][]) {
  Deno.test(`the loss ${type} is listed under its own name`, () => assertEquals(loss.name, type));

  const weighted = "classWeights" in loss.options
    ? [resolveMember(rowLosses, { type, classWeights: [1, 0.5, 2, 0, 3], labelSmoothing: 0.2 })]
    : [];
  for (const member of [...manySettings(rowLosses, type), ...weighted]) {
    const settings = member as never;

    Deno.test(`the loss ${titleOf(member)} has the derivatives that differences find`, () => {
      const h = 1e-5;
      for (let seed = 1; seed <= 50; seed++) {
        const logits = Array.from(randomValues(U, seed), (value) => 6 * value);
        const y = list(targets[seed % targets.length]!);
        const gradient = list(new Float64Array(U));
        loss.gradientOfRow(gradient, list(logits), y, 0, U, 1, settings);
        logits.forEach((_, u) => {
          const value = (shift: number) =>
            loss.valueOfRow(list(logits.with(u, logits[u]! + shift)), y, 0, U, settings);
          assertAlmostEquals(gradient[u]!, (value(h) - value(-h)) / (2 * h), 1e-8);
        });
        assert(loss.valueOfRow(list(logits), y, 0, U, settings) >= 0);
      }
    });

    Deno.test(`the loss ${titleOf(member)} reads and writes its own row and is NaN of NaN`, () => {
      const z = list([9, 9, ...randomValues(U, 1), 9]);
      const y = list([7, 7, ...targets[0]!, 7]);
      const dz = list(new Float64Array(U + 3).fill(5));
      loss.gradientOfRow(dz, z, y, 2, U, 0.5, settings);
      const alone = list(new Float64Array(U));
      loss.gradientOfRow(alone, z.slice(2, 2 + U), y.slice(2, 2 + U), 0, U, 1, settings);
      assertEquals([...dz], [5, 5, ...Array.from(alone, (value) => 0.5 * value), 5]);
      for (let u = 0; u < U; u++) {
        const broken = list(randomValues(U, 1).with(u, NaN));
        assertEquals(loss.valueOfRow(broken, y.slice(2, 2 + U), 0, U, settings), NaN);
      }
    });
  }
}

const { valueOfRow, gradientOfRow } = rowLosses["categorical-cross-entropy"];
const plain = { labelSmoothing: 0, classWeights: [] };

Deno.test("categorical cross-entropy is −ln of the class's probability, worked by hand", () => {
  // exp of the logits: 1, 2, 5; probabilities 1/8, 2/8, 5/8.
  const z = list([0, Math.LN2, Math.log(5)]);
  const of = (y: number[], settings = {}) =>
    valueOfRow(z, list(y), 0, 3, { ...plain, ...settings });
  assertAlmostEquals(of([0, 1, 0]), Math.log(4), 1e-15);
  assertAlmostEquals(of([0, 1, 0], { classWeights: [1, 3, 1] }), 3 * Math.log(4), 1e-15);
  // ε = 0.3: targets 0.1, 0.8, 0.1.
  const smooth = 0.1 * Math.log(8) + 0.8 * Math.log(4) + 0.1 * Math.log(8 / 5);
  assertAlmostEquals(of([0, 1, 0], { labelSmoothing: 0.3 }), smooth, 1e-15);
  const dz = list([0, 0, 0]);
  gradientOfRow(dz, z, list([0, 1, 0]), 0, 3, 8, plain);
  [1, -6, 5].forEach((value, u) => assertAlmostEquals(dz[u]!, value, 1e-14));
});

Deno.test("categorical cross-entropy keeps its digits where softmax has long been 0 or 1", () => {
  const z = list([100, 0, -5000]);
  const of = (y: number[]) => valueOfRow(z, list(y), 0, 3, plain);
  assertAlmostEquals(of([1, 0, 0]) / Math.exp(-100), 1, 1e-13);
  assertEquals(of([0, 1, 0]), 100);
  assertEquals(of([0, 0, 1]), 5100);
});

Deno.test("softmax gives a row's probabilities, however large its logits", () => {
  const a = new Float32Array(6).fill(9);
  const { forwardRow } = rowActivations.softmax;
  forwardRow(a, Float32Array.of(0, 0, Math.LN2, Math.log(5), 0, 0), 1, 3, {});
  [9, 1 / 8, 2 / 8, 5 / 8, 9, 9].forEach((value, k) => assertAlmostEquals(a[k]!, value, 1e-7));
  forwardRow(a, Float32Array.of(3e38, -3e38, 3e38), 0, 3, {});
  assertEquals(a.slice(0, 3), Float32Array.of(0.5, 0, 0.5));
  forwardRow(a, Float32Array.of(1, NaN, 1), 0, 3, {});
  assert(a.slice(0, 3).every(Number.isNaN));
});

Deno.test("a network refuses softmax inside it, other losses after it and one unit of it", () => {
  const refuse = (change: object, message: string) =>
    assertThrows(
      () =>
        createNetwork(
          specOf({
            inputs: 2,
            units: [3, 3],
            activations: ["relu", "softmax"],
            loss: "categorical-cross-entropy",
            ...change,
          }),
          { seed: 1 },
        ),
      RangeError,
      message,
    );
  refuse({ activations: ["softmax", "softmax"] }, 'Unknown activation "softmax"');
  refuse({ activations: ["relu", "linear"] }, "the last activation must be softmax");
  refuse({ loss: "squared-error" }, "Cannot use squared-error after softmax");
  refuse({ units: [3, 1] }, "Cannot use categorical-cross-entropy on 1 unit");
  refuse(
    { loss: { type: "categorical-cross-entropy", classWeights: [1, 2] } },
    "Cannot read loss.classWeights of 2 numbers: there are 3 classes",
  );
});
