import { assert, assertEquals } from "@std/assert";
import { type Activation, activations } from "../../../src/engine/mod.ts";
import { manySettings, titleOf } from "../helpers.ts";

const members: [string, Activation][] = Object.entries(activations);
const points = Array.from({ length: 401 }, (_, k) => (k - 200) / 25 + 0.001);

for (const [name, activation] of members) {
  Deno.test(`the activation ${name} is listed under its own name`, () => {
    assertEquals(activation.name, name);
  });
}

const bound = members.flatMap(([type, activation]) =>
  manySettings(activations, type).map((member) => [titleOf(member), activation, member] as const)
);

for (const [name, activation, member] of bound) {
  const settings = member as never;
  const forward = (z: number) => activation.forward(z, settings);
  const kinks = activation.kinks?.(settings) ?? [];

  Deno.test(`the activation ${name} has the derivative that central differences find`, () => {
    const h = 1e-5;
    for (const z of points) {
      if (kinks.some((kink) => Math.abs(z - kink) < 2 * h)) continue;
      const numerical = (forward(z + h) - forward(z - h)) / (2 * h);
      const analytic = activation.backward(z, forward(z), settings);
      assert(
        Math.abs(numerical - analytic) <= 1e-9 + 1e-7 * Math.abs(analytic),
        `at ${z}: ${analytic}, by differences ${numerical}`,
      );
    }
  });

  Deno.test(`the activation ${name} has at each kink the derivative of one of its sides`, () => {
    for (const kink of kinks) {
      const sides = [-1e-6, 1e-6].map((h) => (forward(kink + h) - forward(kink)) / h);
      const there = activation.backward(kink, forward(kink), settings);
      assert(sides.some((side) => Math.abs(side - there) < 1e-5), `${there} at ${kink}: ${sides}`);
      assert(Math.abs(sides[0]! - sides[1]!) > 1e-5, `no kink at ${kink}`);
    }
  });

  Deno.test(`the activation ${name} is finite for every finite float32 and keeps NaN`, () => {
    for (const size of [0, 1e-45, 1, 17, 89, 1000, 3.4e38]) {
      for (const z of [size, -size]) {
        const a = forward(z);
        assert(Number.isFinite(a), `${a} at ${z}`);
        assert(Number.isFinite(activation.backward(z, a, settings)), `derivative at ${z}`);
      }
    }
    assertEquals(forward(NaN), NaN);
  });
}

Deno.test("sigmoid, tanh and relu have the values of their formulas", () => {
  const { sigmoid, tanh, relu } = activations;
  assert(Math.abs(sigmoid.forward(Math.log(3), {}) - 0.75) < 1e-15); // 1 / (1 + 1/3)
  assert(Math.abs(tanh.forward(Math.log(2), {}) - 0.6) < 1e-15); // (2 − ½) / (2 + ½)
  assertEquals([-2, -0, 0, 3].map((z) => relu.forward(z, {})), [0, 0, 0, 3]);
});

Deno.test("the other activations have the values of their formulas", () => {
  const near = (got: number, expected: number) =>
    assert(Math.abs(got - expected) < 2e-15, `${got}`);
  const half = -Math.LN2; // exp: ½
  near(activations["leaky-relu"].forward(-3, { slope: 0.1 }), -0.30000000000000004);
  near(activations.elu.forward(half, { alpha: 3 }), -1.5);
  near(activations.selu.forward(half, {}), -1.7580993408473766 / 2); // λα, the paper's section 3
  near(activations.selu.forward(2, {}), 2.1014019747109609);
  // Φ(1) = 0.84134474606854293 (tables of the normal distribution)
  near(activations.gelu.forward(1, { approximation: "none" }), 0.84134474606854293);
  const inner = Math.sqrt(2 / Math.PI) * 1.044715;
  near(activations.gelu.forward(1, { approximation: "tanh" }), 0.5 * (1 + Math.tanh(inner)));
  near(activations.silu.forward(Math.log(3), {}), 0.75 * Math.log(3));
  near(activations.softplus.forward(Math.log(3), {}), Math.log(4));
});
