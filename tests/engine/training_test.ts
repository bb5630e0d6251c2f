import { assert, assertEquals } from "@std/assert";
import {
  createNetwork,
  createOptimizer,
  createSchedule,
  optimizers,
  regularizers,
  resolveMember,
  schedules,
} from "../../src/engine/mod.ts";
import type { Examples } from "../../src/numerics/mod.ts";
import recorded from "../fixtures/engine/training.json" with { type: "json" };
import { relativeError, specOf } from "./helpers.ts";

const steps = 100;
const shapes: { [name: string]: typeof recorded.shapes.deep } = recorded.shapes;

type Strengths = { [K in keyof typeof regularizers]?: number };

function examplesOf({ rows, inputs, units, x, y }: typeof recorded.shapes.deep): Examples {
  return {
    inputs: { values: Float32Array.from(x), rows, columns: inputs },
    targets: { values: Float32Array.from(y), rows, columns: units.at(-1)! },
    inputScale: 1,
  };
}

for (const trajectory of recorded.trajectories) {
  const shape = shapes[trajectory.shape]!;
  const regularization: Strengths = trajectory.regularization;
  const optimizer = resolveMember(optimizers, trajectory.optimizer);
  const member = resolveMember(schedules, trajectory.schedule);
  const set = (options: object) => JSON.stringify(options).replaceAll(/[{}"]/g, "");
  const title = `${set(trajectory.optimizer)}; ${member.type}; ${set(regularization) || "plain"}`;

  Deno.test(`PyTorch's training is followed for 100 steps: ${title}, ${trajectory.shape}`, () => {
    const { inputs, units, activations, loss, initial, rows, batch } = shape;
    const { l1 = 0, l2 = 0 } = regularization;
    const network = createNetwork(
      { ...specOf({ inputs, units, activations, loss, l2 }), l1 },
      { seed: 1 },
    );
    network.parameters.forEach(({ values }, p) => values.set(initial[p]!));
    const step = createOptimizer(optimizer, network, regularization);
    const stepsPerEpoch = rows / batch;
    const schedule = createSchedule(member, {
      learningRate: Number(optimizer.learningRate),
      epochs: steps / stepsPerEpoch,
      stepsPerEpoch,
    });
    const examples = examplesOf(shape);
    const losses: number[] = [];
    for (let t = 0; t < steps; t++) {
      const [epoch, s] = [Math.floor(t / stepsPerEpoch) + 1, t % stepsPerEpoch];
      const from = s * batch;
      const loss = network.gradient({ examples, from, to: from + batch, epoch });
      if (t % 10 === 0 || t === steps - 1) losses.push(loss);
      step.step(schedule.rate(epoch, s));
      if (s === stepsPerEpoch - 1 && schedule.listensTo === "train") {
        schedule.observe(network.evaluate(examples).loss);
      }
    }
    losses.forEach((loss, k) => {
      const error = Math.abs(loss / trajectory.losses[k]! - 1);
      assert(error < 1e-5, `loss ${k}: ${loss}, PyTorch's ${trajectory.losses[k]}: ${error}`);
    });
    network.parameters.forEach(({ name, values }, p) => {
      const error = relativeError(values, trajectory.final[p]!);
      assert(error < 1e-5, `${name}: ${error}`);
    });
  });
}

for (const { schedule, learningRate, stepsPerEpoch, rates } of recorded.rates) {
  Deno.test(`the rates of ${schedule.type} are PyTorch's`, () => {
    const epochs = steps / stepsPerEpoch;
    const { rate } = createSchedule(resolveMember(schedules, schedule), {
      learningRate,
      epochs,
      stepsPerEpoch,
    });
    rates.forEach((expected, t) => {
      const got = rate(Math.floor(t / stepsPerEpoch) + 1, t % stepsPerEpoch);
      assert(Math.abs(got - expected) <= 1e-13 * learningRate, `step ${t}: ${got}, ${expected}`);
    });
  });
}

Deno.test("every schedule, every regularizer and all optimizers but Lion were recorded", () => {
  const namesOf = (key: "optimizer" | "schedule") =>
    new Set(recorded.trajectories.map((trajectory) => trajectory[key].type));
  const missing = Object.keys(optimizers).filter((name) => !namesOf("optimizer").has(name));
  // PyTorch has none; its arithmetic is worked by hand.
  assertEquals(missing, ["lion"]);
  assertEquals([...namesOf("schedule")].sort(), Object.keys(schedules).sort());
  const strengths = new Set(
    recorded.trajectories.flatMap(({ regularization }) => Object.keys(regularization)),
  );
  const random = ["dropout", "inputDropout"]; // other masks than PyTorch's
  const expected = Object.keys(regularizers).filter((name) => !random.includes(name));
  assertEquals([...strengths].sort(), expected.sort());
});
