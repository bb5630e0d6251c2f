import { assertEquals } from "@std/assert";
import type { RowActivation, RowLoss } from "../../../src/engine/kernels/functions.ts";
import { reference } from "../../../src/engine/kernels/reference.ts";
import { bits, randomValues } from "../helpers.ts";

const f = Math.fround;

const activation: RowActivation = {
  name: "test",
  settings: { factor: 0.3 },
  forwardRow(a, z, from, U, { factor }) {
    for (let u = 0; u < U; u++) a[from + u] = factor * z[from]! + u;
  },
};

const loss: RowLoss = {
  name: "test",
  settings: { factor: 0.7 },
  of: "rows",
  valueOfRow: (z, y, from, U, { factor }) => factor * z[from]! - y[from + U - 1]!,
  gradientOfRow(dz, z, y, from, U, scale, { factor }) {
    for (let u = 0; u < U; u++) dz[from + u] = scale * (factor * z[from]! - y[from + u]!);
  },
};

Deno.test("rows are taken one by one, rounded once, and nothing behind them is touched", () => {
  for (const [B, U] of [[0, 3], [1, 1], [5, 7], [64, 10]] as const) {
    const [a, z, y] = [1, 2, 3].map((seed) => randomValues(B * U + 2, seed)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const dz = a.slice();
    const first = (k: number) => z[k - k % U]!;
    const inside = (k: number) => k < B * U;
    const expected = a.map((v, k) => inside(k) ? f(0.3 * first(k) + k % U) : v);
    const gradient = a.map((v, k) => inside(k) ? f(1 / 3 * (0.7 * first(k) - y[k]!)) : v);
    let sum = 0;
    for (let r = 0; r < B; r++) sum += 0.7 * z[r * U]! - y[r * U + U - 1]!;
    reference.rowActivationForward(a, z, activation, B, U);
    reference.rowLossBackward(dz, z, y, loss, 1 / 3, B, U);
    assertEquals(bits(a), bits(expected));
    assertEquals(bits(dz), bits(gradient));
    assertEquals(reference.rowLossForward(z, y, loss, B, U), sum);
  }
});
