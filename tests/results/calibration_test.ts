import { assert } from "@std/assert";
import { createStream, fillNormal } from "../../src/random/mod.ts";
import { meanInterval } from "../../src/results/bootstrap.ts";
import { compareVariants } from "../../src/results/comparisons.ts";
import { testPaired } from "../../src/results/paired_tests.ts";
import { rankVariants } from "../../src/results/variants.ts";
import { makeRun } from "./_sweep.ts";

const simulations = 1000;
const stream = createStream(1, "simulate");

/** Normal values of a simulation: `spread` of a seed that all its variants share, and their own noise. */
function simulate(c0: number, { seeds, variants }: { seeds: number; variants: number }) {
  const own = new Float32Array(seeds * variants);
  const shared = new Float32Array(seeds);
  fillNormal(own, stream, { c0, c1: 0 });
  fillNormal(shared, stream, { c0, c1: 1, deviation: 3 });
  return Array.from(
    { length: variants },
    (_, v) => Array.from(shared, (value, seed) => value + own[v * seeds + seed]!),
  );
}

/** In how many simulations something was called a difference. */
function alarms(count: (simulation: number) => boolean): number {
  let alarms = 0;
  for (let k = 0; k < simulations; k++) if (count(k)) alarms++;
  return alarms;
}

function ranking(values: readonly (readonly number[])[]) {
  return rankVariants(
    values.flatMap((losses, v) =>
      losses.map((loss, seed) =>
        makeRun(`v${v}`, seed + 1, { final: { train: { loss: 1 }, test: { loss } } })
      )
    ),
  );
}

Deno.test("of 1,000 A/A comparisons about one in twenty is called a difference", () => {
  for (const seeds of [6, 8, 12, 20]) {
    const found = alarms((k) => {
      const [a, b] = simulate(k, { seeds, variants: 2 });
      const { tests: [test] } = testPaired([b!.map((value, i) => value - a![i]!)]);
      return test!.verdict === "difference";
    });
    // The test is exact: 2⌊0.05 · 2ⁿ / 2⌋ / 2ⁿ, with 6 seeds 31 in 1,000, otherwise 47 to 50; ±4 deviations.
    const rate = seeds === 6 ? 31.25 : 49;
    const deviation = Math.sqrt(rate * (1 - rate / simulations));
    assert(Math.abs(found - rate) < 4 * deviation, `${seeds} seeds: ${found} of ${simulations}`);
  }
});

Deno.test("picking the best of five equal variants does not make more false alarms", () => {
  const found = alarms((k) => {
    const comparisons = compareVariants(ranking(simulate(k, { seeds: 10, variants: 5 })))!;
    return comparisons.others.some(({ verdict }) => verdict === "difference");
  });
  // Corrected over the four others instead of all ten pairs it would be more than 50.
  assert(found <= 50, `${found} of ${simulations}`);
  assert(found > 5, `${found} of ${simulations}: a test that never finds anything`);
});

Deno.test("false alarms against a baseline stay at the level too", () => {
  const found = alarms((k) => {
    const values = ranking(simulate(k, { seeds: 10, variants: 5 }));
    const { others } = compareVariants(values, { baseline: "v0" })!;
    return others.some(({ verdict }) => verdict === "difference");
  });
  assert(found <= 65 && found > 15, `${found} of ${simulations}`);
});

Deno.test("a real difference is found, the more often the larger it is", () => {
  const power = [0.5, 1, 2].map((effect) =>
    alarms((k) => {
      const [a, b] = simulate(k, { seeds: 10, variants: 2 });
      const { tests: [test] } = testPaired([b!.map((value, i) => value + effect - a![i]!)]);
      return test!.verdict === "difference" && test!.paired.mean > 0;
    }) / simulations
  );
  // The paired t-test has 0.17, 0.51 and 0.98 (SciPy's nct: effect / √2 standard deviations, 10 pairs).
  assert(power[0]! > 0.12 && power[0]! < 0.25, String(power));
  assert(power[1]! > 0.43 && power[1]! < 0.6, String(power));
  assert(power[2]! > 0.95, String(power));
});

Deno.test("about 95 of 100 intervals hold the mean, with few seeds not many fewer", () => {
  for (const [seeds, least] of [[5, 0.89], [6, 0.9], [10, 0.93], [30, 0.93]] as const) {
    const held = alarms((k) => {
      const values = new Float32Array(seeds);
      fillNormal(values, stream, { c0: k, c1: 2 });
      const { low, high } = meanInterval([...values])!;
      return low <= 0 && 0 <= high;
    }) / simulations;
    assert(held > least && held < 0.975, `${seeds} seeds: ${held}`);
  }
});
