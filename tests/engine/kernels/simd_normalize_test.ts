import { assertEquals } from "@std/assert";
import { simdModuleBytes } from "../../../src/engine/kernels/simd/instance.ts";
import type { NormalizeExports } from "../../../src/engine/kernels/simd/normalize.ts";
import { arena, compare, doubles, fillingNames, floats, simd } from "./_both.ts";

// B rows, U units.
const shapes = [
  ...Array.from({ length: 3 * 68 }, (_, k) => ({
    B: [1, 2, 3, 4, 5, 7, 8, 17, 64][(k + Math.floor(k / 68)) % 9]!,
    U: k % 68,
  })),
  { B: 0, U: 9 },
  { B: 64, U: 131 },
  { B: 3, U: 1023 },
  { B: 5, U: 2053 },
];
const epsilon = 1e-5;

for (const filling of fillingNames) {
  Deno.test(`sums of columns have the bits of the reference, ${filling}`, () => {
    for (const { B, U } of shapes) {
      const what = `${B}×${U}`;
      const [x, y] = [floats(B * U, filling), floats(B * U, filling)];
      const sums = doubles(U, filling);
      compare(what, [sums, x], (kernels, [sums, x]) => kernels.columnSums(sums, x, B, U));
      compare(what, [sums, x, doubles(U, filling)], (kernels, [sums, x, means]) => {
        kernels.columnSquares(sums, x, means, B, U);
      });
      compare(what, [sums, x, y], (kernels, [sums, x, y]) => {
        kernels.columnProducts(sums, x, y, B, U);
      });
      compare(what, [floats(U, filling), x, y], (kernels, [g, d, x]) => {
        kernels.gainGradient(g, d, x, B, U);
      });
    }
  });

  Deno.test(`statistics of a batch have the bits of the reference, ${filling}`, () => {
    for (const { U } of shapes) {
      const units = () => floats(U, filling);
      const sums = doubles(U, filling);
      for (const n of [2, 3, 77]) {
        const wide = [sums, doubles(U, filling)] as const;
        compare(`means ${U}`, [units(), units(), ...wide], (kernels, [mean, run, sums, exact]) => {
          kernels.batchMeans(mean, exact, run, sums, n, 0.1, U);
        });
        compare(`inverses ${U}`, [units(), units(), sums], (kernels, [inverse, running, sums]) => {
          kernels.batchInverses(inverse, running, sums, n, 0.3, epsilon, U);
        });
        compare(`gradients ${U}`, [units(), units(), sums], (kernels, [gradient, means, sums]) => {
          kernels.batchGradients(gradient, means, sums, n, U);
        });
      }
      const four = [units(), units(), units(), units()] as const;
      compare(`running ${U}`, four, (kernels, [mean, inverse, means, variances]) => {
        kernels.runningStatistics(mean, inverse, means, variances, epsilon, U);
      });
    }
  });

  Deno.test(`normalised columns have the bits of the reference both ways, ${filling}`, () => {
    for (const { B, U } of shapes) {
      const [rows, units] = [() => floats(B * U, filling), () => floats(U, filling)];
      const arrays = [rows(), rows(), rows(), units(), units(), units(), units()] as const;
      compare(`${B}×${U}`, arrays, (kernels, [z, normalized, x, mean, inverse, gain, shift]) => {
        kernels.normalizeColumns(z, normalized, x, mean, inverse, gain, shift, B, U);
        kernels.normalizeColumns(z, x, x, mean, inverse, gain, shift, B, U);
      });
      compare(
        `${B}×${U}`,
        arrays,
        (kernels, [dx, dz, normalized, mean, product, inverse, gain]) => {
          kernels.columnsInputGradient(dx, dz, normalized, mean, product, inverse, gain, B, U);
        },
      );
    }
  });

  Deno.test(`normalised rows have the bits of the reference both ways, ${filling}`, () => {
    for (const { B, U } of shapes) {
      const [rows, units] = [() => floats(B * U, filling), () => floats(U, filling)];
      const arrays = [rows(), rows(), floats(B, filling), rows(), units(), units()] as const;
      compare(`${B}×${U}`, arrays, (kernels, [z, normalized, inverse, x, gain, shift]) => {
        kernels.normalizeRows(z, normalized, inverse, x, gain, shift, epsilon, B, U);
        kernels.normalizeRows(z, x, inverse, x, gain, shift, epsilon, B, U);
      });
      compare(`${B}×${U}`, arrays, (kernels, [dx, dz, inverse, normalized, gain]) => {
        kernels.rowsInputGradient(dx, dz, normalized, inverse, gain, B, U);
      });
    }
  });
}

Deno.test("columns can be shared out: parts side by side have the bits of the whole", () => {
  const imports = { env: { memory: arena.memory } };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(simdModuleBytes()), imports);
  const module = exports as unknown as NormalizeExports;
  const [B, U] = [9, 29];
  const tensors = Array.from({ length: 7 }, () => {
    const tensor = arena.float32(B * U);
    tensor.set(floats(B * U, "ordinary").subarray(0, B * U));
    return tensor;
  });
  const sums = arena.float64(U);
  const means = arena.float64(U);
  const [a, b, c, ...units] = tensors as [Float32Array, Float32Array, Float32Array, ...never[]];
  const [u0, u1, u2, u3] = units as Float32Array[] as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  /** Everything after the whole, or after the parts, each from the same start. */
  function after(run: () => void): number[][] {
    const all = [...tensors, sums, means];
    const before = all.map((array) => array.slice());
    means.set(u0.subarray(0, U));
    run();
    const found = all.map((array) => [...array]);
    all.forEach((array, k) => array.set(before[k]!));
    return found;
  }
  const parts = [[0, 1], [1, 10], [11, 2], [13, 16]] as const;
  const at = (array: { byteOffset: number }, u: number) => array.byteOffset + 4 * u;
  const wide = (array: { byteOffset: number }, u: number) => array.byteOffset + 8 * u;
  const sharedOut = (part: (u: number, count: number) => void) =>
    after(() => parts.forEach(([u, count]) => part(u, count)));
  assertEquals(
    sharedOut((u, n) => module.columnSums(wide(sums, u), at(a, u), B, n, U)),
    after(() => simd.columnSums(sums, a, B, U)),
  );
  assertEquals(
    sharedOut((u, n) => module.columnSquares(wide(sums, u), at(a, u), wide(means, u), B, n, U)),
    after(() => simd.columnSquares(sums, a, means, B, U)),
  );
  assertEquals(
    sharedOut((u, n) => module.columnProducts(wide(sums, u), at(a, u), at(b, u), B, n, U)),
    after(() => simd.columnProducts(sums, a, b, B, U)),
  );
  assertEquals(
    sharedOut((u, n) => module.gainGradient(at(u0, u), at(a, u), at(b, u), B, n, U)),
    after(() => simd.gainGradient(u0, a, b, B, U)),
  );
  const columns = (u: number) =>
    [at(a, u), at(b, u), at(c, u), at(u0, u), at(u1, u), at(u2, u), at(u3, u)] as const;
  assertEquals(
    sharedOut((u, n) => module.normalizeColumns(...columns(u), B, n, U)),
    after(() => simd.normalizeColumns(a, b, c, u0, u1, u2, u3, B, U)),
  );
  assertEquals(
    sharedOut((u, n) => module.columnsInputGradient(...columns(u), B, n, U)),
    after(() => simd.columnsInputGradient(a, b, c, u0, u1, u2, u3, B, U)),
  );
});
