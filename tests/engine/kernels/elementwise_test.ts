import { assertEquals } from "@std/assert";
import { reference } from "../../../src/engine/kernels/reference.ts";
import type { OptimizerRule } from "../../../src/engine/kernels/functions.ts";
import { bits, randomValues } from "../helpers.ts";

const f = Math.fround;
const lengths = Array.from({ length: 68 }, (_, n) => n);

/** Two more elements than a kernel is told about: it must leave them alone. */
function operands(n: number): [Float32Array, Float32Array, Float32Array] {
  return [randomValues(n + 2, 1), randomValues(n + 2, 2), randomValues(n + 2, 3)];
}

Deno.test("an activation is rounded once, forward and backward, and nothing behind n is touched", () => {
  const settings = { slope: 0.3 };
  const scalar = {
    name: "test",
    settings,
    forward: (z: number, { slope }: typeof settings) => z * slope + 1e-9,
    backward: (z: number, a: number, { slope }: typeof settings) => z * a + slope,
  };
  for (const n of lengths) {
    const [a, z, da] = operands(n);
    const before = a.slice();
    reference.activationForward(a, z, scalar, n);
    const inside = (k: number) => k < n;
    assertEquals(bits(a), bits(before.map((v, k) => inside(k) ? f(z[k]! * 0.3 + 1e-9) : v)));
    const dz = da.slice();
    reference.activationBackward(dz, dz, z, a, scalar, n);
    assertEquals(bits(dz), bits(da.map((v, k) => inside(k) ? f(v * (z[k]! * a[k]! + 0.3)) : v)));
  }
});

const activation = {
  name: "test",
  settings: { slope: 0.3 },
  forward: (z: number, { slope }: { slope: number }) => z * slope,
  backward: (_z: number, a: number, { slope }: { slope: number }) => slope + a,
};

for (const kind of ["logits", "outputs"] as const) {
  Deno.test(`a loss of the ${kind} and its gradient are computed in double precision`, () => {
    const loss = {
      name: "test",
      settings: { weight: 0.7 },
      of: kind,
      value: (p: number, y: number, { weight }: { weight: number }) => weight * (p - y),
      gradient: (p: number, y: number, { weight }: { weight: number }) => weight * p - y,
    };
    for (const n of lengths) {
      const [dz, z, y] = operands(n);
      const before = dz.slice();
      reference.lossBackward(dz, z, y, loss, activation, 1 / 3, n);
      const gradients = before.map((value, k) => {
        if (k >= n) return value;
        if (kind === "logits") return f(1 / 3 * (0.7 * z[k]! - y[k]!));
        const a = z[k]! * 0.3;
        return f(1 / 3 * (0.7 * a - y[k]!) * (0.3 + a));
      });
      assertEquals(bits(dz), bits(gradients));
      let sum = 0;
      for (let k = 0; k < n; k++) sum += 0.7 * ((kind === "logits" ? z[k]! : z[k]! * 0.3) - y[k]!);
      assertEquals(reference.lossForward(z, y, loss, activation, n), sum);
    }
  });
}

Deno.test("multiply and addScaled round after each operation", () => {
  for (const n of lengths) {
    const [out, x, m] = operands(n);
    const added = out.slice();
    reference.addScaled(added, x, 0.1, n);
    assertEquals(bits(added), bits(out.map((v, k) => k < n ? f(v + f(f(0.1) * x[k]!)) : v)));
    const product = out.slice();
    reference.multiply(product, x, m, n);
    assertEquals(bits(product), bits(out.map((v, k) => k < n ? f(x[k]! * m[k]!) : v)));
  }
});

Deno.test("an optimizer's rule gets the buffers, the numbers and the length it was given", () => {
  const seen: unknown[] = [];
  const rule: OptimizerRule = { name: "test", update: (...got) => void seen.push(...got) };
  const [w, g, state] = operands(3);
  const numbers = Float32Array.of(0.5);
  reference.optimizerUpdate(w, [state], g, numbers, rule, 3);
  assertEquals(seen, [w, [state], g, numbers, 3]);
});
