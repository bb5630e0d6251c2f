import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { erf } from "../../src/numerics/mod.ts";
import { createStream, fillNormal, normalFromUniform, uniform52 } from "../../src/random/mod.ts";
import quantiles from "../fixtures/random/normal_quantiles.json" with { type: "json" };

Deno.test("the quantile has the published values of AS 241", () => {
  // Wichura 1988, the check values for PPND16.
  assertAlmostEquals(normalFromUniform(0.25), -0.6744897501960817, 1e-16);
  assertAlmostEquals(normalFromUniform(0.001), -3.090232306167814, 1e-15);
  assertAlmostEquals(normalFromUniform(1e-20), -9.262340089798408, 4e-15);
});

Deno.test("the quantile agrees with arbitrary precision to 1e-15 relative", () => {
  for (const [u, z] of quantiles as [number, number][]) {
    const got = normalFromUniform(u);
    assert(Math.abs(got - z) <= 1e-15 * Math.abs(z), `of ${u}: ${got} instead of ${z}`);
  }
});

Deno.test("the quantile is odd about one half, and infinite or NaN from 0 and 1 outwards", () => {
  for (const [high, low] of [[0, 0], [5, 4096], [0x10000000, 0], [0x7fffffff, 0]] as const) {
    const u = uniform52(high, low);
    assertEquals(normalFromUniform(1 - u), -normalFromUniform(u));
  }
  assertEquals(normalFromUniform(0.5), 0);
  assertEquals(normalFromUniform(0), -Infinity);
  assertEquals(normalFromUniform(1), Infinity);
  assertEquals(normalFromUniform(-0.1), NaN);
  assertEquals(normalFromUniform(1.1), NaN);
  assertEquals(normalFromUniform(NaN), NaN);
});

Deno.test("element i takes its own two words of place (c0, c1, ⌊i / 2⌋, 0)", () => {
  const stream = createStream(5, "init");
  const out = new Float32Array(7);
  fillNormal(out, stream, { c0: 1, c1: 2, mean: 10, deviation: 0.5 });
  const words = new Uint32Array(4);
  for (let i = 0; i < 7; i++) {
    stream.words(words, 1, 2, i >> 1, 0);
    const u = i % 2 === 0 ? uniform52(words[0]!, words[1]!) : uniform52(words[2]!, words[3]!);
    assertEquals(out[i], Math.fround(10 + 0.5 * normalFromUniform(u)));
  }
});

Deno.test("the first draws of seed 1 are what they always were", () => {
  const out = new Float32Array(4);
  fillNormal(out, createStream(1, "init"), { c0: 0, c1: 0 });
  assertEquals([...out], [
    1.8724178075790405,
    -0.7061606049537659,
    1.426438808441162,
    -0.9772019386291504,
  ]);
});

Deno.test("200,000 draws have the moments and the distribution of the normal", () => {
  const n = 200_000;
  const out = new Float32Array(n);
  fillNormal(out, createStream(1, "init"), { c0: 0, c1: 0 });

  // Five deviations of each sample moment: √(1 / n), √(2 / n), √(15 / n), √(96 / n).
  const moment = (k: number) => {
    let total = 0;
    for (const z of out) {
      let power = z;
      for (let i = 1; i < k; i++) power *= z;
      total += power;
    }
    return total / n;
  };
  assertAlmostEquals(moment(1), 0, 5 * Math.sqrt(1 / n));
  assertAlmostEquals(moment(2), 1, 5 * Math.sqrt(2 / n));
  assertAlmostEquals(moment(3), 0, 5 * Math.sqrt(15 / n));
  assertAlmostEquals(moment(4), 3, 5 * Math.sqrt(96 / n));

  // Kolmogorov–Smirnov: √n D is above 2.23 with probability 2 exp(−2 · 2.23²) ≈ 1e-4.
  let distance = 0;
  out.toSorted().forEach((z, i) => {
    const below = 0.5 * (1 + erf(z * Math.SQRT1_2));
    distance = Math.max(distance, below - i / n, (i + 1) / n - below);
  });
  assert(Math.sqrt(n) * distance < 2.23, `√n D is ${Math.sqrt(n) * distance}`);
  assert(Math.sqrt(n) * distance > 0.2, "too even to be random");
});

Deno.test("neighbouring draws are uncorrelated", () => {
  const n = 100_000;
  const out = new Float32Array(n);
  fillNormal(out, createStream(2, "init"), { c0: 0, c1: 0 });
  for (const lag of [1, 2, 3]) {
    let total = 0;
    for (let i = lag; i < n; i++) total += out[i]! * out[i - lag]!;
    assertAlmostEquals(total / n, 0, 5 / Math.sqrt(n));
  }
});
