import { assertEquals } from "@std/assert";
import { resolveMember } from "../../src/engine/members.ts";
import { optimizers } from "../../src/engine/optimizers/mod.ts";
import { type Case, difference, plainReference, sharesAll, single, train } from "./_planned.ts";
import { specOf, type Written } from "./helpers.ts";

const optimizer = resolveMember(optimizers, "gradient-descent");
const losses: Record<string, string> = { sigmoid: "binary-cross-entropy" };

/** One unit on so many rows of bytes, all of them in every step. */
function oneUnit(rows: number, inputs: number, activation: string, biasInit: Written): Case {
  const spec = specOf({
    inputs,
    units: [1],
    activations: [activation],
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
    const given = oneUnit(
      rows,
      inputs,
      activation,
      k % 2 > 0 ? "zeros" : { type: "random", scale: 0.3 },
    );
    const expected = await train(given, plainReference);
    for (const trainer of [...single, ...[2, 3, 8].map(sharesAll)]) {
      assertEquals(difference(await train(given, trainer), expected), undefined, trainer.name);
    }
  });
});
