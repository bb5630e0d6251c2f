import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { createTrainer, resetTrainer, trainSteps } from "../../src/bench/train_steps.ts";
import { generateData } from "../../src/bench/workload_data.ts";
import { workloads } from "../../src/bench/workloads.ts";

const workload = workloads.find(({ name }) => name === "tiny")!;
const data = generateData(workload);

/** One row through 2-2-1 and back, scalar by scalar in double precision; returns the loss. */
function scalarStep(p: number[], [a, b]: number[], y: number, rate: number): number {
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const [w1, w2, w3, w4, b1, b2, w5, w6, b3] = p as [number, ...number[]] & number[];
  const h1 = sigmoid(w1! * a! + w2! * b! + b1!);
  const h2 = sigmoid(w3! * a! + w4! * b! + b2!);
  const o = sigmoid(w5! * h1 + w6! * h2 + b3!);
  const d = 2 * (o - y) * o * (1 - o);
  const d1 = d * w5! * h1 * (1 - h1);
  const d2 = d * w6! * h2 * (1 - h2);
  [d1 * a!, d1 * b!, d2 * a!, d2 * b!, d1, d2, d * h1, d * h2, d]
    .forEach((gradient, k) => p[k]! -= rate * gradient);
  return (o - y) * (o - y);
}

Deno.test("steps take the rows in turn and have the losses of a network written out", () => {
  const trainer = createTrainer(workload, data, { threads: 1 });
  const losses: number[] = [];
  trainSteps(trainer, 20, losses);
  const parameters = [...data.weights];
  for (let step = 0; step < 20; step++) {
    const row = step % 4;
    const inputs = [...data.inputs.subarray(2 * row, 2 * row + 2)];
    const expected = scalarStep(parameters, inputs, data.targets[row]!, 0.1);
    assertAlmostEquals(losses[step]!, expected, 1e-5 * expected);
  }
});

Deno.test("a trainer that is reset trains the same again, Adam's memory included", () => {
  const digits = workloads.find(({ name }) => name === "digits-128")!;
  const small = { ...digits, sizes: [20, 6, 10], rows: 100, batchRows: 40 };
  const some = generateData(small);
  const trainer = createTrainer(small, some, { threads: 1 });
  const [first, second]: number[][] = [[], []];
  trainSteps(trainer, 7, first);
  resetTrainer(trainer, some);
  trainSteps(trainer, 7, second);
  assertEquals(second, first);
  assert(first![6]! < first![0]!, "it learns nothing");
});
