import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  createArena,
  createOptimizer,
  type Member,
  type OptimizerDefinition,
  optimizers,
  type Parameter,
  resolveMember,
} from "../../../src/engine/mod.ts";
import { reference } from "../../../src/engine/kernels/reference.ts";
import { bits } from "../helpers.ts";

const family: [string, OptimizerDefinition][] = Object.entries(optimizers);

/** Every member with its defaults, and again with each of its flags set, and with all of them. */
const members: [string, Member][] = family.flatMap(([name, { options }]) => {
  const flags = Object.keys(options).filter((key) => options[key]!.kind === "flag");
  const sets = [[], ...flags.map((flag) => [flag]), ...(flags.length > 1 ? [flags] : [])];
  return sets.map((set): [string, Member] => [
    [name, ...set].join(" "),
    resolveMember(optimizers, {
      type: name,
      ...Object.fromEntries(set.map((flag) => [flag, true])),
    }),
  ]);
});
members.push([
  "rmsprop with momentum",
  resolveMember(optimizers, { type: "rmsprop", momentum: 0.5 }),
], [
  "rmsprop centered with momentum",
  resolveMember(optimizers, { type: "rmsprop", momentum: 0.5, centered: true }),
]);

/** An optimizer over one tensor that starts at `start`. */
function setUp(member: Member, start: number[]) {
  const arena = createArena();
  const [values, gradient] = [arena.float32(start.length), arena.float32(start.length)];
  values.set(start);
  const parameter: Parameter = {
    name: "w",
    kind: "weight",
    shape: [start.length],
    values,
    gradient,
  };
  const optimizer = createOptimizer(member, {
    parameters: [parameter],
    arena,
    kernels: reference,
  });
  return { w: values, g: gradient, optimizer };
}

/** ½(100 x² + y²). */
function parabola(w: Float32Array, g: Float32Array): number {
  g[0] = 100 * w[0]!;
  g[1] = w[1]!;
  return 50 * w[0]! * w[0]! + w[1]! * w[1]! / 2;
}

/** (1 − x)² + 100(y − x²)². */
function rosenbrock(w: Float32Array, g: Float32Array): number {
  const [x, y] = [w[0]!, w[1]!];
  const rise = y - x * x;
  g[0] = -2 * (1 - x) - 400 * x * rise;
  g[1] = 200 * rise;
  return (1 - x) * (1 - x) + 100 * rise * rise;
}

/**
 * Whether some learning rate out of a coarse scale, kept or falling to 0 in a straight line, takes
 * the value below the limit: steps of a fixed size, as Lion's, end nowhere unless they shrink.
 */
function reaches(
  limit: number,
  member: Member,
  valley: { f: typeof parabola; start: number[]; steps: number },
): boolean {
  for (const learningRate of [0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.3, 1, 3]) {
    for (const falls of [false, true]) {
      const { w, g, optimizer } = setUp(member, valley.start);
      let value = valley.f(w, g);
      for (let t = 0; t < valley.steps && Number.isFinite(value) && value >= limit; t++) {
        optimizer.step(falls ? learningRate * (1 - t / valley.steps) : learningRate);
        value = valley.f(w, g);
      }
      if (value < limit) return true;
    }
  }
  return false;
}

for (const [name, rule] of family) {
  Deno.test(`the optimizer ${name} is listed under its own name and has a learning rate`, () => {
    assertEquals(rule.name, name);
    const { learningRate } = rule.options;
    assert(learningRate?.kind === "number" && learningRate.above === 0);
  });
}

Deno.test("no two update rules share a name, which kernels tell them apart by", () => {
  const rules = new Set(family.flatMap(([name, definition]) => {
    const own = members.filter(([, member]) => member.type === name);
    return own.map(([, member]) => definition.form?.(member) ?? definition);
  }));
  assertEquals(new Set([...rules].map((rule) => rule.name)).size, rules.size);
});

for (const [name, member] of members) {
  Deno.test(`the optimizer ${name} finds the minimum of a badly scaled parabola`, () => {
    assert(reaches(1e-6, member, { f: parabola, start: [1, 1], steps: 5000 }));
  });

  Deno.test(`the optimizer ${name} follows Rosenbrock's valley to its end`, () => {
    assert(reaches(1e-4, member, { f: rosenbrock, start: [-1.2, 1], steps: 40000 }));
  });

  Deno.test(`the optimizer ${name} goes on from its state with the same bits`, () => {
    const straight = setUp(member, [-1.2, 1]);
    const broken = setUp(member, [-1.2, 1]);
    const run = ({ w, g, optimizer }: typeof straight, steps: number) => {
      for (let t = 0; t < steps; t++) {
        rosenbrock(w, g);
        optimizer.step(0.001);
      }
    };
    run(straight, 20);
    run(broken, 7);
    const resumed = setUp(member, [...broken.w]);
    resumed.optimizer.steps = broken.optimizer.steps;
    resumed.optimizer.state.forEach(({ values }, k) =>
      values.set(broken.optimizer.state[k]!.values)
    );
    run(resumed, 13);
    assertEquals(bits(resumed.w), bits(straight.w));
    assertEquals(resumed.optimizer.steps, 20);
  });

  Deno.test(`the optimizer ${name} moves against the gradient at first and shows a NaN`, () => {
    const { w, g, optimizer } = setUp(member, [1, 1, 1]);
    g.set([3, -0.5, NaN]);
    optimizer.step(0.01);
    assert(w[0]! < 1 && w[1]! > 1 && Number.isNaN(w[2]));
  });

  Deno.test(`the optimizer ${name} treats every element of any length alike`, () => {
    const whole = setUp(member, Array(67).fill(0.5));
    const alone = setUp(member, [0.5]);
    for (let t = 1; t <= 3; t++) {
      whole.g.fill(t / 3);
      alone.g.fill(t / 3);
      whole.optimizer.step(0.01);
      alone.optimizer.step(0.01);
    }
    assertEquals(new Set(whole.w), new Set(alone.w));
  });
}

/** The weight after a step with gradient 0.5 and one with gradient −1, from 1. */
function twoSteps(member: Member, learningRate: number): number {
  const { w, g, optimizer } = setUp(member, [1]);
  g[0] = 0.5;
  optimizer.step(learningRate);
  g[0] = -1;
  optimizer.step(learningRate);
  return w[0]!;
}

Deno.test("gradient descent, momentum and Adam take the steps of their formulas", () => {
  // 1 − 0.1·0.5 + 0.1·1
  assertAlmostEquals(twoSteps({ type: "gradient-descent" }, 0.1), 1.05, 1e-7);
  // v = 0.5, then 0.9·0.5 − 1 = −0.55: 1 − 0.05 + 0.055
  assertAlmostEquals(twoSteps({ type: "momentum", beta: 0.9 }, 0.1), 1.005, 1e-7);
  // m = 0.25, v = 0.0625 (β = ½, ¾): m̂ = 0.5, v̂ = 0.25, ε = ½: step 0.1·0.5/(0.5 + 0.5) = 0.05.
  // m = −0.375, v = 0.296875: m̂ = −0.5, v̂ = 0.296875/0.4375, step −0.05/(√v̂ + 0.5).
  const expected = 0.95 + 0.05 / (Math.sqrt(0.296875 / 0.4375) + 0.5);
  const adam = { type: "adam", beta1: 0.5, beta2: 0.75, epsilon: 0.5 };
  assertAlmostEquals(twoSteps(adam, 0.1), expected, 1e-7);
});

Deno.test("the averaged velocity is that of a learning rate 1 − β times as large", () => {
  for (const nesterov of [false, true]) {
    const momentum = { type: "momentum", beta: 0.75, nesterov };
    assertEquals(
      twoSteps({ ...momentum, averaged: true }, 0.125),
      twoSteps({ ...momentum, averaged: false }, 0.03125),
    );
  }
});

Deno.test("Nesterov's momentum looks ahead along the new velocity", () => {
  // v = 0.5: 1 − 0.1·(0.5 + 0.45) = 0.905; v = −0.55: 0.905 + 0.1·(1 + 0.495)
  const nesterov = { type: "momentum", beta: 0.9, nesterov: true, averaged: false };
  assertAlmostEquals(twoSteps(nesterov, 0.1), 1.0545, 1e-7);
});

Deno.test("Lion takes the steps of its paper's algorithm", () => {
  // β₁ = 0.5, β₂ = 0.75, λ = 0.5, η = 0.125; the decay of a step is 0.0625·w.
  // m = 0, g = 0.5: c = 0.25 > 0, w = 1 − 0.0625 − 0.125 = 0.8125, m = 0.125.
  // g = −1: c = 0.0625 − 0.5 < 0, w = 0.8125 − 0.05078125 + 0.125 = 0.88671875.
  const lion = { type: "lion", beta1: 0.5, beta2: 0.75, weightDecay: 0.5 };
  assertEquals(twoSteps(lion, 0.125), 0.88671875);
  // The step follows β₁m + (1 − β₁)g, and what is kept β₂m + (1 − β₂)g: with β₁ = 0.75 and
  // β₂ = 0 the second c is 0.75·0.5 − 0.25 = 0.125 > 0, though g < 0 and the new m = −1.
  const stubborn = { type: "lion", beta1: 0.75, beta2: 0, weightDecay: 0 };
  assertEquals(twoSteps(stubborn, 0.125), 0.75);
});

Deno.test("an optimizer that starts over starts NAdam's product of momenta over", () => {
  const run = (optimizer: ReturnType<typeof setUp>, steps: number) => {
    for (let t = 0; t < steps; t++) {
      optimizer.g[0] = 1;
      optimizer.optimizer.step(0.01);
    }
    return optimizer.w[0];
  };
  const member = resolveMember(optimizers, "nadam");
  const once = run(setUp(member, [1]), 5);
  const again = setUp(member, [1]);
  run(again, 3);
  again.optimizer.steps = 0;
  again.w.fill(1);
  again.optimizer.state.forEach(({ values }) => values.fill(0));
  assertEquals(run(again, 5), once);
});
