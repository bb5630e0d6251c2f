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

const members: [string, OptimizerDefinition][] = Object.entries(optimizers);

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

/** The smallest value that some fixed learning rate out of a coarse scale reaches. */
function bestOf(
  name: string,
  valley: { f: typeof parabola; start: number[]; steps: number },
): number {
  const member = resolveMember(optimizers, name);
  let best = Infinity;
  for (const learningRate of [0.1, 0.03, 0.01, 0.003, 0.001, 0.0003]) {
    const { w, g, optimizer } = setUp(member, valley.start);
    let value = valley.f(w, g);
    for (let t = 0; t < valley.steps && Number.isFinite(value); t++) {
      optimizer.step(learningRate);
      value = valley.f(w, g);
    }
    if (value < best) best = value;
  }
  return best;
}

for (const [name, rule] of members) {
  const member = resolveMember(optimizers, name);

  Deno.test(`the optimizer ${name} is listed under its own name and has a learning rate`, () => {
    assertEquals(rule.name, name);
    const { learningRate } = rule.options;
    assert(learningRate?.kind === "number" && learningRate.above === 0);
  });

  Deno.test(`the optimizer ${name} finds the minimum of a badly scaled parabola`, () => {
    assert(bestOf(name, { f: parabola, start: [1, 1], steps: 5000 }) < 1e-6);
  });

  Deno.test(`the optimizer ${name} follows Rosenbrock's valley to its end`, () => {
    assert(bestOf(name, { f: rosenbrock, start: [-1.2, 1], steps: 40000 }) < 1e-4);
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

Deno.test("gradient descent, momentum and Adam take the steps of their formulas", () => {
  const twoSteps = (member: Member, learningRate: number) => {
    const { w, g, optimizer } = setUp(member, [1]);
    g[0] = 0.5;
    optimizer.step(learningRate);
    g[0] = -1;
    optimizer.step(learningRate);
    return w[0]!;
  };
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
