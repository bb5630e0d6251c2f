import { assertEquals } from "@std/assert";
import { resolveMember } from "../../src/engine/members.ts";
import { optimizers } from "../../src/engine/optimizers/mod.ts";
import { type Case, difference, plainReference, sharesAll, single, train } from "./_planned.ts";
import { specOf, type Written } from "./helpers.ts";

const optimizer = resolveMember(optimizers, "gradient-descent");
const losses: Record<string, string> = { sigmoid: "binary-cross-entropy" };

/** So many units, then perhaps more layers, on so many rows of bytes, all of them in every step. */
function unitsOn(
  [rows, inputs, ...units]: readonly [number, number, ...number[]],
  activation: string,
  biasInit: Written,
): Case {
  const spec = specOf({
    inputs,
    units,
    activations: units.map(() => activation),
    loss: losses[activation] ?? "squared-error",
    biasInit,
    l2: 0.01,
  });
  const shape = { rows, batchRows: rows, chosen: undefined, shuffled: false, bytes: true };
  return { spec, optimizer, limits: {}, learningRate: 0.01, epochs: 3, seed: 3, ...shape };
}

const activations = ["sigmoid", "tanh", "relu", "linear"];
const sizes = [
  [2, 12289],
  [7, 9400],
  [20, 12287],
  [65, 1100],
  [131, 3000],
  [209, 321],
  [255, 65],
  [256, 257],
  [257, 255],
  [300, 256],
  [1100, 17],
] as const;

sizes.forEach(([rows, inputs], k) => {
  const activation = activations[k % activations.length]!;
  Deno.test(`one ${activation} unit on ${rows} x ${inputs} bytes has the bits of the reference on any threads`, async () => {
    const given = unitsOn(
      [rows, inputs, 1],
      activation,
      k % 2 > 0 ? "zeros" : { type: "random", scale: 0.3 },
    );
    const expected = await train(given, plainReference);
    for (const trainer of [...single, ...[2, 3, 8].map(sharesAll)]) {
      assertEquals(difference(await train(given, trainer), expected), undefined, trainer.name);
    }
  });
});

const networks = [
  [8, 2100, 2],
  [30, 700, 3, 1],
  [65, 1100, 40],
  [100, 533, 17, 5, 1],
  [131, 3000, 4, 1],
  [209, 1001, 20, 16, 8, 4, 1],
  [255, 515, 39, 2],
  [257, 512, 64, 1],
  [300, 530, 65, 1],
  [400, 577, 20, 1],
] as const;

networks.forEach((sizes, k) => {
  Deno.test(`${sizes.slice(2).join("-")} units on ${sizes[0]} x ${sizes[1]} bytes have the bits of the reference on any threads`, async () => {
    const last = sizes.at(-1) === 1 ? activations[k % activations.length]! : "tanh";
    const given = unitsOn(sizes, last, k % 2 > 0 ? "zeros" : { type: "random", scale: 0.3 });
    const expected = await train(given, plainReference);
    for (const trainer of [...single, ...[2, 3, 8].map(sharesAll)]) {
      assertEquals(difference(await train(given, trainer), expected), undefined, trainer.name);
    }
  });
});
