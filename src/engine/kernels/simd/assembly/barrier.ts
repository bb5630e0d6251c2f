// @ts-nocheck: AssemblyScript has types of its own.

// Where the threads of a team wait for each other. The team's cells, i32 each, on cache lines of their own:
// how often threads have arrived, how many of them sleep.

import { expectedAt } from "./scratch.ts";

const sleepersAt: usize = 64;

/** Looks of about 2 ns. To sleep and be woken costs tens of microseconds, and most waits are shorter. */
const looks: i32 = 40000;

/** Returns when all threads have arrived, and sees what they have written. */
export function barrier(team: usize, threads: i32): void {
  // Arrivals that this barrier and all before it have. In memory: instances come and go with the runs.
  const expected = load<i32>(expectedAt) + threads;
  store<i32>(expectedAt, expected);
  // The difference counts, so that the counter may overflow.
  if (atomic.add<i32>(team, 1) + 1 - expected >= 0) {
    if (atomic.load<i32>(team + sleepersAt) > 0) atomic.notify(team, -1);
    return;
  }
  for (let k = 0; k < looks; k++) {
    if (atomic.load<i32>(team) - expected >= 0) return;
  }
  atomic.add<i32>(team + sleepersAt, 1);
  let arrived = atomic.load<i32>(team);
  while (arrived - expected < 0) {
    atomic.wait<i32>(team, arrived, -1);
    arrived = atomic.load<i32>(team);
  }
  atomic.sub<i32>(team + sleepersAt, 1);
}
