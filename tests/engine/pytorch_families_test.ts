import { assert, assertEquals } from "@std/assert";
import {
  createNetwork,
  createOptimizer,
  losses,
  type Member,
  outputActivations,
} from "../../src/engine/mod.ts";
import type { Examples } from "../../src/numerics/mod.ts";
import recorded from "../fixtures/engine/activations_losses.json" with { type: "json" };
import { relativeError, specOf, titleOf } from "./helpers.ts";

const shapes: { [name: string]: typeof recorded.shapes.wide } = recorded.shapes;

function examplesOf(shape: typeof recorded.shapes.wide, kind: string): Examples {
  const { rows, inputs, bytes } = shape;
  const targets = kind === "classes"
    ? shape.oneHot
    : kind === "questions"
    ? shape.questions
    : shape.numbers;
  return {
    inputs: {
      values: bytes ? Uint8Array.from(shape.x) : Float32Array.from(shape.x),
      rows,
      columns: inputs,
    },
    targets: { values: Float32Array.from(targets), rows, columns: targets.length / rows },
    inputScale: bytes ? 1 / 255 : 1,
  };
}

for (const trajectory of recorded.trajectories) {
  const { activation, last, loss, optimizer, initial, losses, final } = trajectory;
  const title = [titleOf(activation as Member), titleOf(loss as Member), optimizer.type].join(", ");
  Deno.test(`PyTorch's trajectory is followed for 100 steps: ${trajectory.shape}, ${title}`, () => {
    const shape = shapes[trajectory.shape]!;
    const examples = examplesOf(shape, trajectory.targets);
    const network = createNetwork(
      specOf({
        inputs: shape.inputs,
        units: [...shape.hidden, examples.targets.columns],
        activations: [...shape.hidden.map(() => activation), last],
        loss,
      }),
      { seed: 1 },
    );
    network.parameters.forEach(({ values }, p) => values.set(initial[p]!));
    const step = createOptimizer(optimizer as unknown as Member, network);
    losses.forEach((expected, t) => {
      const from = t * shape.batch % shape.rows;
      const got = network.gradient({ examples, from, to: from + shape.batch, epoch: 1 });
      step.step(optimizer.learningRate);
      const error = Math.abs(got / expected - 1);
      assert(error < 1e-5, `step ${t + 1}: loss ${got}, PyTorch's ${expected}`);
    });
    network.parameters.forEach(({ name, values }, p) => {
      const error = relativeError(values, final[p]!);
      assert(error < 1e-5, `${name}: ${error}`);
    });
  });
}

Deno.test("every activation and every loss is in trajectories of three architectures", () => {
  const covered = (name: (trajectory: typeof recorded.trajectories[0]) => string[]) => {
    const pairs = recorded.trajectories.flatMap((one) => name(one).map((n) => `${n} ${one.shape}`));
    return [...new Set(pairs)].sort();
  };
  const wanted = (names: string[]) =>
    names.flatMap((name) => Object.keys(shapes).map((shape) => `${name} ${shape}`)).sort();
  const used = covered(({ activation, last }) => [activation.type, last]);
  assertEquals(used, wanted(Object.keys(outputActivations)));
  assertEquals(covered(({ loss }) => [loss.type]), wanted(Object.keys(losses)));
});
