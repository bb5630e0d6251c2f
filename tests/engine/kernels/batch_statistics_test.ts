import { assertEquals } from "@std/assert";
import { reference } from "../../../src/engine/kernels/reference.ts";

const f = Math.fround;

Deno.test("sums over a batch become means, and the running means follow by their momentum", () => {
  const [means, exact] = [new Float32Array(3).fill(7), new Float64Array(3)];
  const [running, sums] = [Float32Array.of(1, 2, 8), Float64Array.of(3, 1, 5)];
  reference.batchMeans(means, exact, running, sums, 3, 0.25, 2);
  assertEquals([...exact], [1, 1 / 3, 0]);
  assertEquals([...means], [1, f(1 / 3), 7]);
  assertEquals([...running], [1, f(1.5 + 0.25 / 3), 8]);
  assertEquals([...sums], [0, 0, 5]);
});

Deno.test("the running variance divides by n − 1, the batch's own by n", () => {
  const [inverse, running, sums] = [new Float32Array(1), Float32Array.of(2), Float64Array.of(12)];
  // 12 / 4 + 1 = 2²; 0.5·2 + 0.5·12 / 3 = 3.
  reference.batchInverses(inverse, running, sums, 4, 0.5, 1, 1);
  assertEquals([inverse[0], running[0], sums[0]], [0.5, 3, 0]);
});

Deno.test("sums of gradients are stored with their means", () => {
  const [gradient, means, sums] = [new Float32Array(1), new Float32Array(1), Float64Array.of(6)];
  reference.batchGradients(gradient, means, sums, 4, 1);
  assertEquals([gradient[0], means[0], sums[0]], [6, 1.5, 0]);
});

Deno.test("running estimates give a mean and an inverse deviation", () => {
  const [means, inverse] = [new Float32Array(2), new Float32Array(2)];
  const [runningMeans, variances] = [Float32Array.of(5, -1), Float32Array.of(3, 15)];
  reference.runningStatistics(means, inverse, runningMeans, variances, 1, 2);
  assertEquals([...means, ...inverse], [5, -1, 0.5, 0.25]);
});
