import { assert, assertEquals, assertLess, assertStrictEquals } from "@std/assert";
import * as numerics from "../../src/numerics/mod.ts";
import fixtures from "../fixtures/numerics/functions.json" with { type: "json" };
import * as exact from "./_double_double.ts";
import { ulpError } from "./_ulp.ts";

type Name = keyof typeof fixtures;

/** What a function is checked against, and how far off it may be. */
interface Check {
  /** In ulp of double; the doc comment of the function promises no less. */
  bound: number;
  /** The value to about 100 bits, by other means. */
  exactly(x: number): exact.Double2;
  /** Where the dense sample is taken: 100,000 points, spread over these intervals. */
  intervals: [low: number, high: number][];
}

const checks: Record<Name, Check> = {
  exp: {
    bound: 0.9,
    exactly: (x) => exact.exp([x, 0]),
    intervals: [[-700, 700], [-20, 20], [-1, 1], [-1e-3, 1e-3]],
  },
  expm1: {
    bound: 1.35,
    exactly: (x) => exact.expm1([x, 0]),
    intervals: [[-37, 680], [-20, 20], [-1, 1], [-1e-3, 1e-3]],
  },
  log: {
    bound: 0.85,
    exactly: (x) =>
      Math.abs(x - 1) <= 0.5
        ? exact.log1p([x - 1, 0], numerics.log(x))
        : exact.log([x, 0], numerics.log(x)),
    intervals: [[0.4, 3], [0.99, 1.01], [1e-9, 1e-3], [1, 1e9]],
  },
  log1p: {
    bound: 0.85,
    exactly: (x) => exact.log1p([x, 0], numerics.log1p(x)),
    intervals: [[-0.999, 3], [-0.1, 0.1], [-0.35, 0.45], [-1e-9, 1e-9], [1, 1e9]],
  },
  tanh: {
    bound: 1.35,
    exactly: (x) => exact.tanh([x, 0]),
    intervals: [[-20, 20], [-1, 1], [0.6, 0.7], [-1e-3, 1e-3]],
  },
  sigmoid: {
    bound: 2.4,
    exactly: (x) => exact.sigmoid([x, 0]),
    intervals: [[-680, 40], [-40, 40], [-5, 0], [-1e-3, 1e-3]],
  },
  softplus: {
    bound: 1.6,
    exactly: (x) =>
      exact.add(
        [x > 0 ? x : 0, 0],
        exact.log1p(exact.exp([-Math.abs(x), 0]), numerics.softplus(-Math.abs(x))),
      ),
    intervals: [[-680, 40], [-40, 40], [-5, 0], [-1e-3, 1e-3]],
  },
  erf: {
    bound: 0.95,
    exactly: (x) => exact.erf([x, 0]),
    intervals: [[-6, 6], [-0.85, 0.85], [0.84, 1.26], [1.24, 3]],
  },
};

const names = Object.keys(checks) as Name[];

/** Point i of a sequence that fills the interval evenly, from whatever i on. */
function spread(i: number, [low, high]: [number, number]): number {
  return low + (high - low) * ((i * 0.6180339887498949) % 1);
}

for (const name of names) {
  const { bound, exactly, intervals } = checks[name];
  const compute = numerics[name];

  Deno.test(`${name} is within ${bound} ulp of values from arbitrary precision`, () => {
    for (const [x, high, low] of fixtures[name] as [number, number, number][]) {
      const error = ulpError(compute(x), [high, low]);
      assert(error <= bound, `${name}(${x}) is ${compute(x)}, ${error} ulp off ${high}`);
    }
  });

  Deno.test(`${name} is within ${bound} ulp, and rounds to the right float32, at 100,000 points`, () => {
    for (let i = 0; i < 100_000; i++) {
      const x = spread(i, intervals[i % intervals.length]!);
      const value = exactly(x);
      const error = ulpError(compute(x), value);
      assert(error <= bound, `${name}(${x}) is ${compute(x)}, ${error} ulp off ${value[0]}`);
      if (i % 4 === 0) {
        const single = Math.fround(x);
        assertEquals(Math.fround(compute(single)), Math.fround(exactly(single)[0]), `at ${single}`);
      }
    }
  });
}

Deno.test("the functions have the limits and the zeros that they should have", () => {
  const expected: Record<Name, [x: number, value: number][]> = {
    exp: [[-Infinity, 0], [Infinity, Infinity], [0, 1], [-0, 1], [710, Infinity], [-746, 0]],
    expm1: [[-Infinity, -1], [Infinity, Infinity], [0, 0], [-0, -0], [710, Infinity], [-40, -1]],
    log: [[0, -Infinity], [-0, -Infinity], [Infinity, Infinity], [1, 0], [-1, NaN]],
    log1p: [[-1, -Infinity], [Infinity, Infinity], [0, 0], [-0, -0], [-1.5, NaN]],
    tanh: [[-Infinity, -1], [Infinity, 1], [0, 0], [-0, -0], [1e308, 1], [-30, -1]],
    sigmoid: [[-Infinity, 0], [Infinity, 1], [0, 0.5], [-0, 0.5], [-1e308, 0], [1e308, 1]],
    softplus: [[-Infinity, 0], [Infinity, Infinity], [1e308, 1e308], [-1e308, 0]],
    erf: [[-Infinity, -1], [Infinity, 1], [0, 0], [-0, -0], [6, 1], [-1e308, -1]],
  };
  for (const name of names) {
    assertEquals(numerics[name](NaN), NaN, `${name}(NaN)`);
    for (const [x, value] of expected[name]) {
      assertStrictEquals(numerics[name](x), value, `${name}(${x})`);
    }
  }
  assertEquals(numerics.log(-Infinity), NaN);
});

Deno.test("tanh and erf are odd to the bit, and sigmoid and softplus agree with their mirror", () => {
  for (let i = 0; i < 10_000; i++) {
    const x = spread(i, [0, 8]);
    assertEquals(numerics.tanh(-x), -numerics.tanh(x));
    assertEquals(numerics.erf(-x), -numerics.erf(x));
    assertLess(Math.abs(numerics.sigmoid(x) + numerics.sigmoid(-x) - 1), 2.3e-16);
    assertLess(Math.abs(numerics.softplus(x) - numerics.softplus(-x) - x), 2e-15);
  }
});

Deno.test("no function steps back by more than its error where its ranges meet", () => {
  const seams: [Name, number[]][] = [
    ["tanh", [0.625]],
    ["erf", [0.84375, 1.25, 1 / 0.35, 6]],
    ["log", [Math.SQRT1_2, 1, Math.SQRT2, 2.2250738585072014e-308]],
    ["sigmoid", [0]],
  ];
  for (const [name, places] of seams) {
    for (const place of places) {
      const before = numerics[name](place * (1 - 2e-16));
      const after = numerics[name](place * (1 + 4e-16));
      assert(after - before >= -1.2e-16 * Math.abs(after), `${name} at ${place}`);
    }
  }
});
