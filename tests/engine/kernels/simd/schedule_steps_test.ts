import { assertEquals } from "@std/assert";
import type { Step } from "../../../../src/engine/kernels/simd/encode.ts";
import { operationNumbers } from "../../../../src/engine/kernels/simd/operations.ts";
import { scheduleSteps } from "../../../../src/engine/kernels/simd/schedule_steps.ts";

function step(name: string, ...args: number[]): Step {
  return { operation: operationNumbers.get(name)!, args };
}

const names = new Map([...operationNumbers].map(([name, number]) => [number, name]));

/** What each thread does, in words. */
function schedule(steps: Step[], threads: number, least?: number): string[] {
  return scheduleSteps(steps, threads, { least }).steps.map((list) =>
    list.map((step) => {
      if ("check" in step) return "check";
      return "control" in step ? step.control : names.get(step.operation)!;
    }).join(" ")
  );
}

// out, x, m, n of multiply: addresses 100, 200, … are buffers.
const multiply = (out: number, x: number, m: number, n = 64000) => step("multiply", out, x, m, n);

Deno.test("a step waits for what another one writes", () => {
  assertEquals(
    schedule([multiply(100, 200, 300), multiply(400, 100, 300)], 2),
    ["multiply wait multiply wait", "multiply wait multiply wait"],
  );
});

Deno.test("a step waits to write what another one still reads, or writes too", () => {
  for (const second of [multiply(200, 400, 500), multiply(100, 400, 500, 32000)]) {
    assertEquals(
      schedule([multiply(100, 200, 300), second], 2),
      ["multiply wait multiply wait", "multiply wait multiply wait"],
    );
  }
});

Deno.test("threads that write what they wrote before wait for nobody", () => {
  const twice = [multiply(100, 200, 300), multiply(100, 400, 500)];
  assertEquals(schedule(twice, 2), ["multiply multiply wait", "multiply multiply wait"]);
});

Deno.test("a thread waits to write what another one wrote with the same operation", () => {
  const small = (out: number, x: number, n: number) => multiply(out, x, 300, n);
  // 600 is the first thread's, 100 the second one's: whoever takes the third step needs both.
  assertEquals(
    schedule([small(600, 700, 200), small(100, 200, 10), small(100, 600, 10)], 2),
    ["multiply wait multiply wait", "multiply wait wait"],
  );
});

Deno.test("what is not shared out goes to who has least to do, and need not wait", () => {
  const small = (out: number, x: number, n: number) => multiply(out, x, 300, n);
  // 400 reads what the first thread writes; 600 does not.
  assertEquals(
    schedule([small(100, 200, 200), small(400, 100, 100), small(600, 200, 10)], 2),
    ["multiply multiply wait", "multiply wait"],
  );
});

Deno.test("buffers are told apart by where they start", () => {
  const { steps } = scheduleSteps([multiply(100, 200, 300), multiply(400, 164, 300)], 2, {
    startOf: (address) => address - address % 100,
  });
  assertEquals(steps[0]!.map((step) => "control" in step), [false, true, false, true]);
});

Deno.test("steps that have nothing in common, or read the same, wait for nobody but the end", () => {
  assertEquals(
    schedule([multiply(100, 200, 300), multiply(400, 200, 300), multiply(500, 600, 700)], 2),
    ["multiply multiply multiply wait", "multiply multiply multiply wait"],
  );
});

Deno.test("who has waited once need not wait again for the same", () => {
  const steps = [multiply(100, 200, 300), multiply(400, 100, 300), multiply(500, 100, 300)];
  assertEquals(schedule(steps, 2)[0], "multiply wait multiply multiply wait");
});

Deno.test("an address of 0 is no buffer", () => {
  const find = (rows: number) => step("findRows", rows, 0, 0, 0, 4);
  assertEquals(schedule([find(100), find(200)], 2), ["findRows findRows wait", "wait"]);
});

Deno.test("a step that reads a table waits for everything, and everything for it", () => {
  const steps = [multiply(100, 200, 300), step("clipNorm", 900, 2, 1), multiply(400, 500, 600)];
  assertEquals(
    schedule(steps, 2),
    ["multiply wait clipNorm wait multiply wait", "multiply wait wait multiply wait"],
  );
  assertEquals(schedule(steps.slice(1, 2), 2), ["clipNorm wait", "wait"]);
});

Deno.test("the first thread checks, all wait for it, and all may stop", () => {
  const loss = step("lossForward", 800, 100, 200, 1, 0, 0, 0, 64);
  const steps: Step[] = [loss, { check: { sum: 800, count: 64 } }, multiply(100, 200, 300)];
  assertEquals(
    schedule(steps, 2),
    ["lossForward check wait stop multiply wait", "wait stop multiply wait"],
  );
  assertEquals(schedule(steps, 1), ["lossForward check multiply"]);
});

Deno.test("one thread waits for nobody", () => {
  assertEquals(
    schedule([multiply(100, 200, 300), multiply(400, 100, 300)], 1),
    ["multiply multiply"],
  );
});

Deno.test("what costs too little stays on the first thread", () => {
  const small = multiply(100, 200, 300, 128);
  assertEquals(scheduleSteps([small], 2).isShared, false);
  assertEquals(schedule([small], 2), ["multiply wait", "wait"]);
  assertEquals(scheduleSteps([small], 2, { least: 1 }).isShared, true);
  assertEquals(schedule([small], 2, 1), ["multiply wait", "multiply wait"]);
});

Deno.test("a step for fewer threads than there are leaves the last ones out", () => {
  // 0.3 ns an element: 30000 elements are two shares of 4000 ns.
  assertEquals(
    schedule([multiply(100, 200, 300, 30000)], 4),
    ["multiply wait", "multiply wait", "wait", "wait"],
  );
});
