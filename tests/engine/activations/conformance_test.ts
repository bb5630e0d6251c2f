import { assert, assertEquals } from "@std/assert";
import { type Activation, activations, resolveMember } from "../../../src/engine/mod.ts";

const members: [string, Activation][] = Object.entries(activations);
const points = Array.from({ length: 401 }, (_, k) => (k - 200) / 25 + 0.001);

for (const [name, activation] of members) {
  const settings = resolveMember(activations, name) as never;
  const forward = (z: number) => activation.forward(z, settings);

  Deno.test(`the activation ${name} is listed under its own name`, () => {
    assertEquals(activation.name, name);
  });

  Deno.test(`the activation ${name} has the derivative that central differences find`, () => {
    const h = 1e-5;
    for (const z of points) {
      if (activation.kinks?.some((kink) => Math.abs(z - kink) < 2 * h)) continue;
      const numerical = (forward(z + h) - forward(z - h)) / (2 * h);
      const analytic = activation.backward(z, forward(z), settings);
      assert(
        Math.abs(numerical - analytic) <= 1e-9 + 1e-7 * Math.abs(analytic),
        `at ${z}: ${analytic}, by differences ${numerical}`,
      );
    }
  });

  Deno.test(`the activation ${name} has at each kink the derivative of one of its sides`, () => {
    for (const kink of activation.kinks ?? []) {
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
