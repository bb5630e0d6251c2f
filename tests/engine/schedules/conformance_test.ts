import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  createSchedule,
  resolveMember,
  type ScheduleDefinition,
  schedules,
} from "../../../src/engine/mod.ts";

const members: [string, ScheduleDefinition][] = Object.entries(schedules);

type Written = Parameters<typeof resolveMember>[1];

/** The rates of all epochs at their first step. */
function ratesOf(written: Written, epochs: number, learningRate = 1): number[] {
  const schedule = createSchedule(resolveMember(schedules, written), {
    learningRate,
    epochs,
    stepsPerEpoch: 1,
  });
  return Array.from({ length: epochs }, (_, k) => schedule.rate(k + 1, 0));
}

for (const [name, { name: ownName, options }] of members) {
  Deno.test(`the schedule ${name} is listed under its own name and gives rates from 0 to η₀`, () => {
    assertEquals(ownName, name);
    for (const epochs of [1, 2, 3, 10, 1000]) {
      for (const rate of ratesOf(name, epochs, 0.25)) {
        assert(rate >= 0 && rate <= 0.25, `${rate} of ${epochs} epochs`);
      }
    }
  });

  Deno.test(`the schedule ${name} does not depend on what it was asked before`, () => {
    const run = { learningRate: 0.1, epochs: 30, stepsPerEpoch: 4 };
    const [a, b] = [0, 1].map(() => createSchedule(resolveMember(schedules, name), run));
    const forth = Array.from({ length: 30 }, (_, k) => a!.rate(k + 1, 3));
    const back = Array.from({ length: 30 }, (_, k) => b!.rate(30 - k, 3)).reverse();
    assertEquals(forth, back);
  });

  if (options.per) {
    Deno.test(`the schedule ${name} counts epochs, or steps where it is told to`, () => {
      const run = { learningRate: 0.1, epochs: 6, stepsPerEpoch: 5 };
      const byEpoch = createSchedule(resolveMember(schedules, { type: name, per: "epoch" }), run);
      const bySteps = createSchedule(resolveMember(schedules, { type: name, per: "step" }), run);
      const oneStep = { learningRate: 0.1, epochs: 30, stepsPerEpoch: 1 };
      const long = createSchedule(resolveMember(schedules, { type: name, per: "epoch" }), oneStep);
      for (let t = 0; t < 30; t++) {
        const [epoch, step] = [Math.floor(t / 5) + 1, t % 5];
        assertEquals(byEpoch.rate(epoch, step), byEpoch.rate(epoch, 0));
        assertEquals(bySteps.rate(epoch, step), long.rate(t + 1, 0));
      }
    });
  }
}

function assertRates(got: number[], expected: number[]): void {
  assertEquals(got.length, expected.length);
  got.forEach((rate, k) => assertAlmostEquals(rate, expected[k]!, 1e-15));
}

Deno.test("a step is taken after so many epochs, as the tutorials halve theirs", () => {
  assertRates(ratesOf({ type: "step", every: 2, factor: 0.5 }, 5), [1, 1, 0.5, 0.5, 0.25]);
  const schedule = createSchedule(
    resolveMember(schedules, { type: "step", every: 2000, factor: 0.5, per: "step" }),
    { learningRate: 0.0075, epochs: 6000, stepsPerEpoch: 1 },
  );
  const rates = [2000, 2001, 4000, 4001].map((epoch) => schedule.rate(epoch, 0));
  assertEquals(rates, [0.0075, 0.00375, 0.00375, 0.001875]);
});

Deno.test("the exponential schedule passes its factor's powers and the roots between them", () => {
  const rates = ratesOf({ type: "exponential", factor: 0.25, every: 2 }, 5);
  assertRates(rates, [1, 0.5, 0.25, 0.125, 0.0625]);
});

Deno.test("the inverse-time schedule falls on every epoch or on every stair", () => {
  assertRates(ratesOf({ type: "inverse-time", decay: 1 }, 3), [1, 1 / 2, 1 / 3]);
  assertRates(ratesOf({ type: "inverse-time", decay: 1, every: 2 }, 4), [1, 1, 1 / 2, 1 / 2]);
});

Deno.test("the polynomial schedule reaches its minimum at its length and stays there", () => {
  const straight = { type: "polynomial", minimum: 0.2, length: 4 };
  assertRates(ratesOf(straight, 6), [1, 0.8, 0.6, 0.4, 0.2, 0.2]);
  assertRates(ratesOf({ type: "polynomial", power: 2 }, 4), [1, 0.5625, 0.25, 0.0625]);
  assertRates(ratesOf({ type: "polynomial", power: 0.5 }, 4), [1, 0.75, 0.5, 0.25].map(Math.sqrt));
});

Deno.test("the cosine warms up, falls, and starts again with longer cycles", () => {
  const root = Math.SQRT1_2;
  assertRates(ratesOf("cosine", 4), [1, (1 + root) / 2, 0.5, (1 - root) / 2]);
  const cycles = { type: "cosine", minimum: 0.5, warmup: 1, period: 2, multiplier: 2 };
  assertRates(
    ratesOf(cycles, 8),
    [0.5, 1, 0.75, 1, (3 + root) / 4, 0.75, (3 - root) / 4, 1],
  );
  assertRates(ratesOf({ type: "cosine", period: 2 }, 5), [1, 0.5, 1, 0.5, 1]);
});

Deno.test("one cycle rises to the optimizer's rate and ends far below its start", () => {
  const one = { type: "one-cycle", rise: 0.3, startDivisor: 10, endDivisor: 100, per: "epoch" };
  const rates = ratesOf(one, 10);
  assertRates(
    [0, 1, 2, 9].map((k) => rates[k]!),
    [0.1, 0.55, 1, 0.001],
  );
  assert(rates.every((rate, k) => k < 3 || rate < rates[k - 1]!));
});

/** The rates of the epochs, given the loss after each. */
function ratesAfter(written: Written, losses: number[], learningRate = 1): number[] {
  const schedule = createSchedule(resolveMember(schedules, written), {
    learningRate,
    epochs: losses.length,
    stepsPerEpoch: 1,
  });
  return losses.map((loss, k) => {
    const rate = schedule.rate(k + 1, 0);
    schedule.observe(loss);
    return rate;
  });
}

Deno.test("a plateau of more epochs than the patience cuts the rate, down to the minimum", () => {
  const plateau = { type: "reduce-on-plateau", factor: 0.5, patience: 1, minimum: 0.2 };
  const losses = [3, 2, 2, 2, 2, 2, 2, 2, 2, 1];
  assertRates(ratesAfter(plateau, losses), [1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.2, 0.2]);
  const cooled = { ...plateau, cooldown: 2 };
  assertRates(ratesAfter(cooled, losses), [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25]);
});

Deno.test("improvement is counted from a threshold on, and no number is none", () => {
  const plateau = { type: "reduce-on-plateau", factor: 0.5, patience: 0, threshold: 0.1 };
  assertRates(ratesAfter(plateau, [10, 9.5, 8, NaN, 1]), [1, 1, 0.5, 0.5, 0.25]);
  const absolute = { ...plateau, thresholdMode: "absolute" };
  assertRates(ratesAfter(absolute, [10, 9.5, 9.45, 1]), [1, 1, 1, 0.5]);
});

Deno.test("a plateau goes on from its memory", () => {
  const member = resolveMember(schedules, { type: "reduce-on-plateau", patience: 1 });
  const run = { learningRate: 1, epochs: 9, stepsPerEpoch: 1 };
  const [first, second] = [createSchedule(member, run), createSchedule(member, run)];
  [2, 2].forEach((loss) => first.observe(loss));
  Object.assign(second.memory, first.memory);
  second.observe(2);
  assertAlmostEquals(second.rate(4, 0), 0.1);
});

Deno.test("an unknown schedule is refused with the names there are", () => {
  const run = { learningRate: 1, epochs: 1, stepsPerEpoch: 1 };
  assertThrows(() => createSchedule({ type: "cosin" }, run), RangeError, "cosine");
});
