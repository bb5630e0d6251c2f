import { assertEquals } from "@std/assert";
import { resolveMember } from "../../src/engine/members.ts";
import { optimizers } from "../../src/engine/optimizers/mod.ts";
import {
  type Case,
  difference,
  examplesOf,
  plainReference,
  sharesAll,
  single,
  train,
} from "./_planned.ts";
import { specOf } from "./helpers.ts";

// More bytes than are kept turned: whole groups of 512 columns and rows of eights, and others.
const sizes = [[515, 16900], [1030, 8192], [9001, 1000]] as const;

for (const [k, [rows, inputs]] of sizes.entries()) {
  const spec = specOf({
    inputs,
    units: [1],
    activations: [["sigmoid", "tanh", "linear"][k]!],
    loss: ["binary-cross-entropy", "squared-error", "squared-error"][k]!,
    biasInit: { type: "random", scale: 0.3 },
    l2: 0.01,
  });
  const given: Case = {
    spec,
    optimizer: resolveMember(optimizers, "momentum"),
    limits: {},
    learningRate: 1e-4,
    rows,
    batchRows: rows,
    chosen: undefined,
    shuffled: false,
    bytes: true,
    epochs: 2,
    seed: 3,
  };
  Deno.test(`one unit on ${rows} x ${inputs} bytes has the bits of the reference on any threads`, async () => {
    const examples = examplesOf(given);
    const expected = await train(given, plainReference, { examples });
    for (const trainer of [single.at(-1)!, ...[2, 3, 8].map(sharesAll)]) {
      assertEquals(
        difference(await train(given, trainer, { examples }), expected),
        undefined,
        trainer.name,
      );
    }
  });
}
