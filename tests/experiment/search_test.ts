import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ExperimentError } from "../../src/errors.ts";
import { experimentOf } from "../../src/experiment/canonical_experiment.ts";
import { expand } from "../../src/experiment/expand.ts";
import { parseExperiment } from "../../src/experiment/parse.ts";
import { drawTrials } from "../../src/experiment/search.ts";
import type { RandomSearch, SearchRange } from "../../src/experiment/types.ts";
import { expanded, experimentWith, refusal } from "./_experiments.ts";

const space: RandomSearch["space"] = {
  "optimizer.learningRate": { type: "log-uniform", low: 1e-4, high: 1 },
  "architecture.0.units": { type: "integer", low: 2, high: 5 },
  "regularization.l2": { type: "uniform", low: 0, high: 0.1 },
  init: { type: "choice", values: ["he", { type: "random", scale: 0.1 }] },
};

function values(range: SearchRange, runs = 4000, seed = 1): number[] {
  return drawTrials({ type: "random", runs, seed, space: { x: range } })
    .map(({ settings }) => settings[0]!.value as number);
}

Deno.test("a search's trials are variants with a column for each setting that it draws", () => {
  const { runs, differing } = expanded({
    search: { type: "random", runs: 3, space },
    seeds: [1, 2],
  });
  assertEquals(runs.map(({ name }) => name), [
    "base-trial1-seed1",
    "base-trial1-seed2",
    "base-trial2-seed1",
    "base-trial2-seed2",
    "base-trial3-seed1",
    "base-trial3-seed2",
  ]);
  assert(differing.includes("optimizer.learningRate"));
  assertEquals(runs[0]!.settings, runs[1]!.settings);
  assertNotEquals(runs[0]!.settings.optimizer, runs[2]!.settings.optimizer);
});

Deno.test("more trials, other paths and their order leave a trial's values alone", () => {
  const few = drawTrials({ type: "random", runs: 3, space });
  const many = drawTrials({ type: "random", runs: 50, space });
  assertEquals(many.slice(0, 3), few);
  const alone = drawTrials({
    type: "random",
    runs: 3,
    space: { "regularization.l2": space["regularization.l2"]! },
  });
  for (const [index, { settings }] of alone.entries()) {
    assertEquals(settings[0], few[index]!.settings[2]);
  }
  assertNotEquals(drawTrials({ type: "random", runs: 3, seed: 2, space }), few);
});

Deno.test("draws are spread over the range as its type says", () => {
  const uniform = values({ type: "uniform", low: -2, high: 6 });
  const share = (all: number[], below: number) => all.filter((x) => x < below).length / all.length;
  // 4000 draws: three standard deviations of a share of 1/2 are 0.024.
  assert(Math.abs(share(uniform, 2) - 0.5) < 0.024);
  const log = values({ type: "log-uniform", low: 1e-4, high: 1 });
  assert(Math.abs(share(log, 1e-2) - 0.5) < 0.024);
  const integers = values({ type: "integer", low: 1, high: 4 });
  for (const each of [1, 2, 3, 4]) {
    const found = integers.filter((x) => x === each).length / integers.length;
    assert(Math.abs(found - 0.25) < 0.021, `${each}: ${found}`);
  }
  // From 1 to 2 and from 512 to 1023 lies a tenth of the ten doublings each.
  const scaled = values({ type: "integer", low: 1, high: 1023, scale: "log" });
  assert(Math.abs(share(scaled, 2) - 0.1) < 0.015);
  assert(Math.abs(share(scaled, 512) - 0.9) < 0.015);
  const chosen = values({ type: "choice", values: [10, 20] });
  assert(Math.abs(share(chosen, 15) - 0.5) < 0.024);
});

Deno.test("no draw leaves its range, and numbers have six digits at most", () => {
  fc.assert(fc.property(
    fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
    fc.double({ min: 1.0000001, max: 1e6, noNaN: true }),
    fc.constantFrom("uniform" as const, "log-uniform" as const),
    fc.nat(0xffff),
    (low, factor, type, seed) => {
      const high = low * factor;
      for (const value of values({ type, low, high }, 20, seed)) {
        assert(value >= low && value <= high, `${value} is not from ${low} to ${high}`);
        if (value !== low && value !== high) {
          assertEquals(Number(value.toPrecision(6)), value);
        }
      }
    },
  ));
});

Deno.test("what the command line sets is not searched", () => {
  const { runs } = expanded({ search: { type: "random", runs: 2, space } }, {
    set: ["regularization.l2=0.5"],
  });
  assertEquals(runs.map(({ settings }) => settings.regularization.l2), [0.5, 0.5]);
});

Deno.test("a search that can't be made is refused with its place", () => {
  const refused: [search: unknown, sentence: string][] = [
    [
      { type: "rundom", runs: 3, space },
      'Unknown search.type "rundom": did you mean "random"?',
    ],
    [
      { type: "random", runs: 0, space },
      "Cannot read search.runs as 0: it must be at least 1",
    ],
    [
      { type: "random", runs: 3, space: {} },
      "Cannot read search.space as {}: it must have at least 1 entry",
    ],
    [
      { type: "random", runs: 3, space: { epochs: { type: "integer", low: 9, high: 3 } } },
      "Cannot read search.space.epochs.high as 3: it must be above low, 9",
    ],
    [
      {
        type: "random",
        runs: 3,
        space: { "optimizer.learningRate": { type: "log-uniform", low: 0, high: 3 } },
      },
      "it must be above 0",
    ],
    [
      { type: "random", runs: 3, space: { "optimizer.lerningRate": space["regularization.l2"] } },
      "lerningRate",
    ],
    [
      {
        type: "random",
        runs: 9,
        space: { "optimizer.learningRate": { type: "uniform", low: -1, high: -0.5 } },
      },
      "it must be above 0",
    ],
  ];
  for (const [search, sentence] of refused) {
    const { message } = refusal(experimentWith({ search }));
    assert(message.includes(sentence), message);
  }
  const both = refusal(experimentWith({
    search: { type: "random", runs: 2, space },
    grid: { "regularization.l2": [0, 1] },
  }));
  assert(both.message.includes("the grid sets it, too"), both.message);
  const many = refusal(
    experimentWith({ search: { type: "random", runs: 60_000, space }, seeds: [1, 2] }),
  );
  assert(many.message.includes("120000 runs"), many.message);
});

const halving = {
  type: "successive-halving",
  runs: 9,
  minEpochs: 5,
  space: { "optimizer.learningRate": { type: "log-uniform", low: 0.01, high: 1 } },
};

Deno.test("successive halving draws the trials of the random search, and says how they are compared", () => {
  const { type: _, minEpochs: _epochs, ...drawn } = halving;
  const random = expanded({ search: { ...drawn, type: "random" } });
  const halved = expanded({ search: halving });
  assertEquals(halved.runs, random.runs);
  assertEquals(random.search, { brackets: [9], space: halving.space as never });
  assertEquals(halved.search, {
    ...random.search!,
    halving: { minEpochs: 5, reduction: 3, metric: "loss" },
  });
  assertNotEquals(halved.digest, random.digest);
});

Deno.test("trials of each variant and each cell of the grid are a bracket of their own", () => {
  const changes = {
    variants: { a: {}, b: { init: "zeros" } },
    grid: { batchSize: [2, 4, 8] },
    search: halving,
  };
  assertEquals(expanded(changes).search!.brackets, [9, 9, 9, 9, 9, 9]);
  // Of chosen trials those that are left are compared with each other.
  const some = expanded(changes, { only: "b,a-batchSize=4-trial2,a-batchSize=4-trial7" });
  assertEquals(some.search!.brackets, [2, 9, 9, 9]);
});

Deno.test("what is searched and halted is a part of the canonical experiment, and only of such a one", () => {
  for (const options of [{}, { set: ["optimizer.learningRate=0.5"] }, { epochs: "40" }]) {
    const { canonical, digest, search } = expanded({ search: halving }, options);
    assertEquals(canonical.search, search);
    const again = expand(parseExperiment(experimentOf(canonical)));
    assertEquals([again.digest, again.search], [digest, search]);
  }
  assertEquals("search" in expanded().canonical, false);
});

Deno.test("rungs that can't be are refused with their place", () => {
  const refused: [changes: Record<string, unknown>, place: string, sentence: string][] = [
    [
      { search: { ...halving, minEpochs: 100 } },
      "search.minEpochs",
      "Cannot read search.minEpochs as 100: it must be below epochs, which base-trial1 has 100 of",
    ],
    [
      { search: halving, variants: { long: {}, short: { epochs: 5 } } },
      "search.minEpochs",
      "which short-trial1 has 5 of: a search with rungs needs at least 2",
    ],
    [{ search: { ...halving, minEpochs: 0 } }, "search.minEpochs", "at least 1"],
    [{ search: { ...halving, reduction: 1 } }, "search.reduction", "at least 2"],
    [{ search: { ...halving, reduction: 2.5 } }, "search.reduction", "a whole number"],
    [{ search: { ...halving, runs: 1 } }, "search.runs", "at least 2"],
    [
      { search: { ...halving, space: { epochs: { type: "integer", low: 10, high: 1000 } } } },
      "search.space.epochs",
      "Cannot search epochs: trials that are halted early are compared after equally many",
    ],
    [
      { search: { type: "random", runs: 9, minEpochs: 5, space: halving.space } },
      "search.minEpochs",
      'Unknown key "minEpochs" in search',
    ],
    [
      {
        search: { type: "trials", brackets: [2, 2], space: {} },
        variants: { a: {}, b: {}, c: {} },
      },
      "search.brackets",
      "together they must be the 3 variants",
    ],
  ];
  for (const [changes, place, sentence] of refused) {
    const error = refusal(experimentWith(changes));
    assert(error.message.includes(sentence), error.message);
    assertEquals(error.place, place);
  }
  const error = assertThrows(
    () => expanded({ search: halving }, { epochs: "5" }),
    ExperimentError,
  );
  assert(error.message.includes("below epochs, which base-trial1 has 5 of"), error.message);
});
