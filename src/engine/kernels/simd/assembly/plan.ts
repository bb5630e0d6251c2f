// @ts-nocheck: AssemblyScript has types of its own.

// Runs steps that were planned once: a list of operations with all their arguments, so that a step costs
// no call from JavaScript. plan.ts writes the plans, one for each thread.

import { barrier } from "./barrier.ts";
import { perform } from "./perform.ts";

/** Bytes of an operation: its number and 15 words of arguments. */
const operationBytes: usize = 64;

// A plan starts with i32: where its operations start and end, where its changes start and end.
// A change is i32: which argument, its value in the first step, what each step adds.
const changeBytes: usize = 12;

/** What an operation without a kernel is. */
const waits: i32 = -1; // team, threads
const checks: i32 = -2; // sum of losses (f64), divisor (f64): 1 to the flag unless their quotient is finite
const stops: i32 = -3; // flag: ends the run if it is not 0
const checksAlone: i32 = -4; // as checks, for a thread that need not tell others: ends the run itself

/** Runs up to `steps` steps; returns how many were finished. */
export function run(plan: usize, steps: i32): i32 {
  const first = load<usize>(plan), end = load<usize>(plan, 4);
  const changes = load<usize>(plan, 8), changesEnd = load<usize>(plan, 12);
  for (let c = changes; c < changesEnd; c += changeBytes) {
    store<i32>(load<usize>(c), load<i32>(c, 4));
  }
  for (let step = 0; step < steps; step++) {
    for (let p = first; p < end; p += operationBytes) {
      const operation = load<i32>(p);
      if (operation >= 0) perform(operation, p);
      else if (operation == waits) barrier(load<usize>(p, 4), load<i32>(p, 8));
      else if (operation == checks) {
        const mean = load<f64>(load<usize>(p, 8)) / load<f64>(p, 16);
        store<i32>(load<usize>(p, 4), mean - mean == 0 ? 0 : 1);
      } else if (operation == checksAlone) {
        const mean = load<f64>(load<usize>(p, 8)) / load<f64>(p, 16);
        if (!(mean - mean == 0)) return step;
      } else if (operation == stops && load<i32>(load<usize>(p, 4)) != 0) return step;
    }
    for (let c = changes; c < changesEnd; c += changeBytes) {
      const at = load<usize>(c);
      store<i32>(at, load<i32>(at) + load<i32>(c, 8));
    }
  }
  return steps;
}

/** What a helper does: its plans, one after the other, until it gets none. Its command is [plan, steps]. */
export function serve(team: usize, threads: i32, command: usize): void {
  while (true) {
    barrier(team, threads);
    const plan = load<usize>(command);
    if (plan == 0) return;
    run(plan, load<i32>(command, 4));
  }
}
