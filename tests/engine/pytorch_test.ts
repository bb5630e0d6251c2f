import { assert } from "@std/assert";
import { createNetwork, createOptimizer, type Member } from "../../src/engine/mod.ts";
import type { Examples } from "../../src/numerics/mod.ts";
import recorded from "../fixtures/engine/trajectories.json" with { type: "json" };
import { relativeError, specOf } from "./helpers.ts";

const shapes: { [name: string]: typeof recorded.shapes.wide } = recorded.shapes;

function examplesOf(shape: typeof recorded.shapes.wide): Examples {
  const { rows, inputs, outputs, bytes } = shape;
  const values = bytes ? Uint8Array.from(shape.x) : Float32Array.from(shape.x);
  return {
    inputs: { values, rows, columns: inputs },
    targets: { values: Float32Array.from(shape.y), rows, columns: outputs },
    inputScale: bytes ? 1 / 255 : 1,
  };
}

for (const trajectory of recorded.trajectories) {
  const { activations, loss, optimizer, order, initial, losses, final } = trajectory;
  const title = `${trajectory.shape} ${activations.join("-")} ${loss} ${optimizer.type}`;
  Deno.test(`PyTorch's trajectory is followed for 100 steps: ${title}`, () => {
    const shape = shapes[trajectory.shape]!;
    const network = createNetwork(
      specOf({
        inputs: shape.inputs,
        units: [...shape.hidden, shape.outputs],
        activations,
        loss,
        l2: shape.l2,
      }),
      { seed: 1 },
    );
    network.parameters.forEach(({ values }, p) => values.set(initial[p]!));
    const step = createOptimizer(optimizer as unknown as Member, network);
    const examples = examplesOf(shape);
    const positions = order ? { order: Uint32Array.from(order) } : {};
    const got = losses.map((_, t) => {
      const from = order ? t * shape.batch : 0;
      const to = from + shape.batch;
      const loss = network.gradient({ examples, ...positions, from, to, epoch: 1 });
      step.step(optimizer.learningRate);
      return loss;
    });
    assert(relativeError(got, losses) < 1e-5, `losses: ${relativeError(got, losses)}`);
    // The loss of a single row can come near 0, where no digit of a float32 output is left.
    if (shape.batch > 1) {
      got.forEach((loss, t) => {
        const error = Math.abs(loss / losses[t]! - 1);
        assert(error < 1e-5, `step ${t + 1}: loss ${loss}, PyTorch's ${losses[t]}`);
      });
    }
    network.parameters.forEach(({ name, values }, p) => {
      const error = relativeError(values, final[p]!);
      assert(error < 1e-5, `${name}: ${error}`);
    });
  });
}
