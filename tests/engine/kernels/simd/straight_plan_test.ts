import { assertEquals, assertThrows } from "@std/assert";
import { createArena } from "../../../../src/engine/arena.ts";
import type { Step } from "../../../../src/engine/kernels/simd/encode.ts";
import { operationNumbers } from "../../../../src/engine/kernels/simd/operations.ts";
import { createStraightPlan } from "../../../../src/engine/kernels/simd/straight/straight_plan.ts";

/** x += 0.5·x of two numbers, by straight code and, where it is checked, by `takeSteps`. */
function halves(takeSteps: (x: Float32Array, steps: number) => number) {
  const arena = createArena();
  const x = arena.float32(2);
  x.set([1, -3]);
  const operation = operationNumbers.get("addScaled")!;
  const steps: Step[] = [{ operation, args: [x.byteOffset, x.byteOffset, 0.5, 2] }];
  const plan = createStraightPlan(steps, {
    arena,
    nodes: 100,
    takeSteps: (count) => takeSteps(x, count),
  })!;
  return { x, plan };
}

function takeByHand(x: Float32Array, steps: number): number {
  for (let k = 0; k < steps; k++) x.forEach((value, i) => x[i] = value * 1.5);
  return steps;
}

Deno.test("straight code takes its steps one after the other", () => {
  const { x, plan } = halves(takeByHand);
  assertEquals([1, 2, 3].map((count) => plan.run(count, {})), [1, 2, 3]);
  assertEquals([...x], [11.390625, -34.171875]);
});

Deno.test("straight code that gives other bits than the kernels is noticed", () => {
  let isOff = false;
  const { plan } = halves((x, steps) => {
    takeByHand(x, steps);
    if (isOff) x[1]! += 1e-5;
    return steps;
  });
  for (let k = 0; k < 4; k++) plan.run(1, {});
  isOff = true;
  for (let k = 4; k < 7; k++) plan.run(1, {});
  assertThrows(() => plan.run(1, {}), Error, "gives other bits");
});

Deno.test("an operation without straight code leaves the whole plan to the kernels", () => {
  const arena = createArena();
  const operation = operationNumbers.get("dropoutMask")!;
  const steps: Step[] = [{ operation, args: [] }];
  assertEquals(createStraightPlan(steps, { arena, nodes: 100, takeSteps: () => 0 }), undefined);
});
