import { assert, assertEquals } from "@std/assert";
import { decisionBoundary } from "../../src/runner/boundary.ts";
import { granted } from "../permissions.ts";
import { trained } from "./_trained.ts";

const ignore = !granted("read");

const base = {
  data: { type: "generated", shape: "two-moons", rows: 600, noise: 0.1, split: { test: 0.5 } },
  architecture: [{ units: 8, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
  loss: "binary-cross-entropy",
  optimizer: { type: "adam", learningRate: 0.05 },
  epochs: 60,
  batchSize: 32,
} as const;

/** The boundary of a trained run, and the run. */
async function boundaryOf(written: Parameters<typeof trained>[0]) {
  const { run, loaded, result } = await trained(written);
  const plan = { jobs: [{ run, dataKey: "a" }], data: new Map([["a", loaded]]) };
  return { boundary: decisionBoundary(plan, [result]), result };
}

/** The class that a boundary has at a place. */
function answerAt(
  { x, y, side, margins }: NonNullable<ReturnType<typeof decisionBoundary>>,
  point: { x: number; y: number },
): number {
  const place = ([low, high]: [number, number], value: number) =>
    Math.min(side - 1, Math.floor(side * (value - low) / (high - low)));
  const at = place(y, point.y) * side + place(x, point.x);
  if (margins.length === 1) return margins[0]![at]! >= 0 ? 1 : 0;
  return margins.findIndex((margin) => margin[at]! > 0);
}

Deno.test({
  name: "a boundary answers at the data's places what the run's accuracy says",
  ignore,
  async fn() {
    for (const normalize of ["none", "standardize"] as const) {
      const { boundary, result } = await boundaryOf({ ...base, data: { ...base.data, normalize } });
      assert(boundary !== undefined && result.final.test!.accuracy! > 0.97);
      assertEquals(boundary.features, ["x", "y"]);
      for (const part of ["train", "test"] as const) {
        const points = boundary.points.filter((point) => point.part === part);
        assertEquals(points.length, 250);
        const right = points.filter((point) => answerAt(boundary, point) === point.class).length;
        assert(right / points.length > 0.95, `${right} of ${points.length} in ${part}`);
      }
    }
  },
});

Deno.test({
  name: "where a class is answered its margin is above 0, of several classes too",
  ignore,
  async fn() {
    const { boundary } = await boundaryOf({
      ...base,
      data: { type: "generated", shape: "blobs", classes: 3, rows: 90, split: { test: 0.3 } },
      architecture: [{ units: 8, activation: "tanh" }, { units: 3, activation: "softmax" }],
      loss: "categorical-cross-entropy",
    });
    assertEquals([boundary!.margins.length, boundary!.classes.length], [3, 3]);
    const right = boundary!.points.filter((point) => answerAt(boundary!, point) === point.class);
    assert(right.length > 0.8 * boundary!.points.length);
  },
});

Deno.test({
  name: "without classes, or with other than two inputs, there is no boundary",
  ignore,
  async fn() {
    const inputs = [[1, 2, 3], [2, 1, 0], [0, 1, 5], [2, 2, 2]];
    const three = { type: "inline", classes: ["a", "b"], inputs, targets: [0, 1, 1, 0] };
    assertEquals(
      (await boundaryOf({ ...base, data: three as never, epochs: 2 })).boundary,
      undefined,
    );
    const numbers = {
      type: "inline",
      inputs: inputs.map(([x, y]) => [x!, y!]),
      targets: [1, 2, 4, 3],
    };
    const architecture = [{ units: 1, activation: "linear" }] as const;
    const { boundary } = await boundaryOf({
      ...base,
      data: numbers as never,
      architecture,
      loss: "squared-error",
      epochs: 2,
    });
    assertEquals(boundary, undefined);
  },
});
