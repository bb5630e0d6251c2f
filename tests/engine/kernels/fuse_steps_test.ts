import { assertEquals } from "@std/assert";
import { createArena } from "../../../src/engine/arena.ts";
import type { Step } from "../../../src/engine/kernels/simd/encode.ts";
import { fuseSteps } from "../../../src/engine/kernels/simd/fuse_steps.ts";
import {
  fusedOperations,
  operationNumbers,
  operations,
} from "../../../src/engine/kernels/simd/operations.ts";

const arena = createArena();

function step(name: string, ...args: number[]): Step {
  return { operation: operationNumbers.get(name)!, args };
}

function namesOf(steps: readonly Step[]): string[] {
  return steps.map((step) => {
    if (!("operation" in step)) return "check" in step ? "check" : step.control;
    const { operation } = step;
    return (operations[operation] ?? fusedOperations[operation - operations.length]!).name;
  });
}

// Addresses: as many hundreds as there are tensors before. A layer of 3 inputs and 2 units, 5 rows.
const [B, I, U] = [5, 3, 2];
const forward = [
  step("linearForward", 100, 4 * U, 200, 300, 400, B, I, U),
  step("activationForward", 500, 100, 1, 0, B * U),
];
const backward = [
  step("biasGradient", 600, 100, 4 * U, B, U),
  step("weightGradient", 700, 4 * I, 100, 4 * U, 200, 4 * I, B, I, U),
  step("inputGradient", 800, 4 * I, 100, 4 * U, 300, 4 * I, B, I, U),
  step("activationBackward", 800, 800, 900, 1000, 1, 0, B * I),
];
const loss = [
  step("lossForward", 8, 100, 200, 1, 0, 1, 0, 10),
  step("lossBackward", 300, 100, 200, 1, 0, 1, 0, 0.5, 10),
];

Deno.test("a small network's step is a third of the operations when fused", () => {
  const steps: Step[] = [
    step("clear", 8, 8),
    step("clear", 600, 8),
    step("clear", 700, 24),
    step("findRows", 1100, 1200, 0, 0, B),
    step("gatherRows", 1300, 1400, 1100, B, 4),
    step("gatherRows", 1500, 1600, 1100, B, 12),
    ...forward,
    ...loss,
    ...backward,
    ...backward.slice(0, 2),
    { check: { sum: 8, count: 5 } },
    step("optimizerUpdate", 100, 0, 0, 0, 200, 300, 0, 6),
    step("optimizerUpdate", 400, 0, 0, 0, 500, 300, 0, 2),
  ];
  assertEquals(namesOf(fuseSteps(steps, arena)), [
    "clear",
    "loadRows",
    "denseForward",
    "lossStep",
    "denseBackward",
    "denseGradients",
    "check",
    "updateAll",
  ]);
});

/** The steps with one argument changed. */
function changed(steps: Step[], k: number, argument: number): Step[] {
  return steps.map((step, at) => {
    if (at !== k || !("operation" in step)) return step;
    return { ...step, args: step.args.map((value, index) => index === argument ? 1234 : value) };
  });
}

Deno.test("steps that do not work on the same tensors are not fused", () => {
  const different = [
    changed(forward, 1, 1), // another z
    changed(forward, 0, 1), // rows of z with gaps
    changed(loss, 1, 1),
    changed(backward.slice(0, 2), 1, 2),
    changed(backward.slice(0, 2), 1, 1),
  ];
  for (const steps of different) assertEquals(fuseSteps(steps, arena), steps);
  for (const argument of [0, 1]) { // not in place
    const fused = fuseSteps(changed(backward, 3, argument), arena);
    assertEquals(namesOf(fused), ["denseGradients", "inputGradient", "activationBackward"]);
  }
});

Deno.test("steps of different kinds between others stay where they are", () => {
  const steps = [
    forward[0]!,
    step("clear", 100, 8),
    forward[1]!,
    step("optimizerUpdate", 100, 0, 0, 0, 200, 300, 0, 6),
    step("limitNorms", 100, 1, 2, 3),
    step("optimizerUpdate", 400, 0, 0, 0, 500, 300, 0, 2),
  ];
  assertEquals(fuseSteps(steps, arena), steps);
});

Deno.test("a clear is left to the gradients only where nothing comes between", () => {
  const cleared = [step("clear", 600, 4 * U), step("clear", 700, 4 * I * U)];
  const gradients = backward.slice(0, 2);
  const clearsAt7 = (steps: Step[]) => {
    const last = fuseSteps(steps, arena).at(-1)!;
    return "operation" in last ? last.args[7] : undefined;
  };
  assertEquals(fuseSteps([...cleared, ...forward, ...gradients], arena).length, 2);
  assertEquals(clearsAt7([...cleared, ...forward, ...gradients]), 1);
  const kept = [
    [...cleared, step("addScaled", 700, 300, 1, 6), ...gradients],
    [...cleared, { check: { sum: 8, count: 5 } }, ...gradients],
    [cleared[0]!, step("clear", 700, 8), ...gradients],
    [...cleared, ...gradients, ...structuredClone(gradients)],
  ];
  for (const steps of kept) assertEquals(clearsAt7(steps), 0);
});
