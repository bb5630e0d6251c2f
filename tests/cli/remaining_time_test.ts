import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { expectedShare } from "../../src/cli/expected_share.ts";
import { createRemainingTime } from "../../src/cli/remaining_time.ts";
import { type Moment, simulate, type SimulatedRun } from "./_simulated_sweep.ts";

/** Numbers in [0, 1), the same ones each time: a linear congruential generator. */
function draws(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
}

/** The largest share of a moment's true remaining time by which what was said is wrong. */
function worst(moments: readonly Moment[], from: number, to: number): number {
  return Math.max(
    ...moments.filter(({ share }) => share >= from && share <= to)
      .map(({ saidMs, trueMs }) => Math.abs(saidMs - trueMs) / trueMs),
  );
}

interface SweepShape {
  variants: number;
  seeds: number;
  /** Up to how many times as much one variant costs as another. */
  spread: number;
  /** By how much costs are misjudged at most. */
  misjudged: number;
  stopsAt?: (next: () => number) => number;
}

function sweep(seed: number, shape: SweepShape): SimulatedRun[] {
  const next = draws(seed);
  // This machine is not the usual one; and sweeps that are done in no time tell nobody anything.
  const speed = 0.7 + 5 * next();
  return Array.from({ length: shape.variants }, (_, v) => {
    const epochs = 50 + Math.floor(400 * next());
    const usualMs = 3000 * Math.exp(Math.log(shape.spread) * next());
    const error = 1 + shape.misjudged * (2 * next() - 1);
    return Array.from({ length: shape.seeds }, (): SimulatedRun => {
      const share = shape.stopsAt?.(next) ?? 1;
      return {
        variant: `v${v}`,
        epochs,
        usualMs,
        mayStop: shape.stopsAt !== undefined,
        msPerEpoch: speed * error * (0.97 + 0.06 * next()) * usualMs / epochs,
        trained: Math.max(1, Math.round(share * epochs)),
        status: share < 1 ? "stopped" : "finished",
        startMs: 40,
      };
    });
  }).flat();
}

Deno.test("after a tenth of the time, what is left is right within a fifth, for runs of unequal cost", () => {
  for (let seed = 1; seed <= 12; seed++) {
    for (const workers of [1, 2, 5]) {
      const runs = sweep(seed, { variants: 6, seeds: 3, spread: 30, misjudged: 0.08 });
      const error = worst(simulate(runs, workers), 0.1, 0.9);
      assert(error < 0.2, `seed ${seed}, ${workers} workers: wrong by ${error}`);
    }
  }
});

Deno.test("a single variant, and a single run, are right within a fifth whatever they were thought to cost", () => {
  for (let seed = 1; seed <= 10; seed++) {
    for (const seeds of [1, 8]) {
      const runs = sweep(seed, { variants: 1, seeds, spread: 100, misjudged: 0.5 });
      const error = worst(simulate(runs, 2), 0.1, 0.9);
      assert(error < 0.2, `seed ${seed}, ${seeds} runs: wrong by ${error}`);
    }
  }
});

Deno.test("with early stopping, what is left is right within a fifth nearly always", () => {
  const errors: number[] = [];
  for (let seed = 1; seed <= 12; seed++) {
    const stopsAt = (next: () => number) => 0.3 + 0.2 * next();
    const runs = sweep(seed, { variants: 1, seeds: 50, spread: 3, misjudged: 0.1, stopsAt });
    const moments = simulate(runs, 2).filter(({ share }) => share > 0.1 && share < 0.8);
    errors.push(...moments.map(({ saidMs, trueMs }) => Math.abs(saidMs - trueMs) / trueMs));
  }
  // Nobody knows when a run will stop: few moments are worse, and not by much.
  errors.sort((a, b) => a - b);
  assert(errors[Math.floor(0.97 * errors.length)]! < 0.2);
  assert(errors.at(-1)! < 0.35, `wrong by ${errors.at(-1)}`);
});

Deno.test("a variant that diverges at once says nothing about the others", () => {
  const run = { epochs: 100, usualMs: 10_000, mayStop: false, msPerEpoch: 80, startMs: 20 };
  const runs: SimulatedRun[] = [1, 2, 3].flatMap(() => [
    { ...run, variant: "wild", trained: 1, status: "diverged" },
    { ...run, variant: "calm", trained: 100, status: "finished" },
  ]);
  assert(worst(simulate(runs, 2), 0.1, 0.9) < 0.2);
});

Deno.test("nothing is said before anything is known, and taken runs cost nothing", () => {
  let now = 0;
  const run = { variant: "a", epochs: 100, usualMs: 1000, mayStop: false };
  const time = createRemainingTime([run, run, run], { workers: 1, nowMs: () => now });
  time.taken(0);
  time.started(1, 0);
  assertEquals(time.remainingMs(), undefined);
  now = 10_000;
  time.progress(1, 50);
  // 50 epochs took 10 s: 50 are left of this run, 100 of the other.
  assertAlmostEquals(time.remainingMs()!, 30_000, 1e-6);
  // A second later nothing was heard, but a second is gone.
  now = 11_000;
  assertAlmostEquals(time.remainingMs()!, 29_000, 1e-6);
});

Deno.test("a run that goes on from a checkpoint pays for the epochs here only", () => {
  let now = 0;
  const run = { variant: "a", epochs: 100, usualMs: 1000, mayStop: false };
  const time = createRemainingTime([run], { workers: 1, nowMs: () => now });
  time.started(0, 80);
  now = 1000;
  time.progress(0, 90);
  assertAlmostEquals(time.remainingMs()!, 1000, 1e-6);
});

Deno.test("expected shares are those of the Kaplan–Meier estimate, worked by hand", () => {
  const ended = (share: number) => ({ share, ended: true });
  const goesOn = (share: number) => ({ share, ended: false });
  // Up to 0.2 all go on, then 3 of 4; 1 of 3 is not followed beyond 0.4; from 0.6 on 1 of 2 goes on.
  const others = [ended(0.2), goesOn(0.4), ended(0.6), goesOn(1)];
  assertAlmostEquals(expectedShare(others, 0), 0.2 + 0.75 * 0.4 + 0.375 * 0.4, 1e-12);
  // From 0.5 on two are left, of which one ends at 0.6.
  assertAlmostEquals(expectedShare(others, 0.5), 0.1 + 0.5 * 0.4, 1e-12);
  assertEquals(expectedShare([goesOn(1), goesOn(0.3)], 0.25), 0.75);
  // Beyond all others: 2 ends in 0.5 + 0.5 + 0.75 shares.
  const rate = 2 / 1.75;
  assertAlmostEquals(
    expectedShare([ended(0.5), ended(0.5)], 0.75),
    (1 - Math.exp(-rate * 0.25)) / rate,
    1e-12,
  );
});
