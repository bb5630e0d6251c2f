import { assert, assertEquals } from "@std/assert";
import { reference } from "../../../src/engine/kernels/reference.ts";
import { bits, randomBytes, randomValues } from "../helpers.ts";
import * as oracle from "./oracle.ts";

// B rows, I inputs, U units; every I from 0 to 67 meets every length of a last group.
const sizes = Array.from({ length: 68 }, (_, I) => ({
  B: [1, 2, 7, 64, 67][I % 5]!,
  I,
  U: [1, 3, 8, 5][I % 4]!,
  first: I % 3,
}));

for (const bytes of [false, true]) {
  const kind = bytes ? "bytes" : "numbers";
  const scale = bytes ? 1 / 255 : 1;
  const inputsOf = (count: number) => bytes ? randomBytes(count, 1) : randomValues(count, 1);

  Deno.test(`the forward kernel keeps the stated order to the bit for ${kind} of any width`, () => {
    for (const { B, I, U, first } of sizes) {
      const x = inputsOf((first + B) * I);
      const [w, b, z] = [randomValues(U * I, 2), randomValues(U, 3), new Float32Array(B * U)];
      if (x instanceof Uint8Array) {
        reference.linearForwardBytes(z, x, w, b, scale, B, I, U, first);
      } else reference.linearForward(z, x, w, b, B, I, U, first);
      const expected = oracle.linearForward(x, w, b, { B, I, U, first, scale });
      assertEquals(bits(z), bits(expected), `${B}×${I}×${U}`);
      for (let k = 0; k < B * U; k++) {
        const [r, u] = [Math.floor(k / U), k % U];
        let sum = 0;
        let size = Math.abs(b[u]!);
        for (let i = 0; i < I; i++) {
          const product = scale * x[(first + r) * I + i]! * w[u * I + i]!;
          sum += product;
          size += Math.abs(product);
        }
        assert(Math.abs(z[k]! - (sum + b[u]!)) <= 1e-6 * size, `${B}×${I}×${U}`);
      }
    }
  });

  Deno.test(`the weight gradient keeps the stated order to the bit for ${kind} of any width`, () => {
    for (const { B, I, U, first } of sizes) {
      const x = inputsOf((first + B) * I);
      const [d, g] = [randomValues(B * U, 2), randomValues(U * I, 3)];
      const before = g.slice();
      if (x instanceof Uint8Array) {
        reference.weightGradientBytes(g, d, x, scale, B, I, U, first);
      } else reference.weightGradient(g, d, x, B, I, U, first);
      const expected = oracle.weightGradient(before, d, x, { B, I, U, first, scale });
      assertEquals(bits(g), bits(expected), `${B}×${I}×${U}`);
      g.forEach((value, k) => {
        let sum = before[k]!;
        for (let r = 0; r < B; r++) {
          sum += scale * d[r * U + Math.floor(k / I)]! * x[(first + r) * I + k % I]!;
        }
        assert(Math.abs(value - sum) <= 1e-6 * (B + 1), `${B}×${I}×${U}`);
      });
    }
  });
}

Deno.test("the input gradient keeps the stated order to the bit for any width", () => {
  for (const { B, I, U } of sizes) {
    const [d, w, dx] = [randomValues(B * U, 1), randomValues(U * I, 2), new Float32Array(B * I)];
    reference.inputGradient(dx, d, w, B, I, U);
    assertEquals(bits(dx), bits(oracle.inputGradient(d, w, { B, I, U })), `${B}×${I}×${U}`);
    dx.forEach((value, k) => {
      let sum = 0;
      for (let u = 0; u < U; u++) sum += d[Math.floor(k / I) * U + u]! * w[u * I + k % I]!;
      assert(Math.abs(value - sum) <= 1e-6 * U, `${B}×${I}×${U}`);
    });
  }
});

Deno.test("the bias gradient keeps the stated order to the bit for any number of rows", () => {
  for (let B = 0; B <= 67; B++) {
    const U = 1 + B % 9;
    const [d, g] = [randomValues(B * U, 1), randomValues(U, 2)];
    const before = g.slice();
    reference.biasGradient(g, d, B, U);
    assertEquals(bits(g), bits(oracle.biasGradient(before, d, B)));
    g.forEach((value, u) => {
      let sum = before[u]!;
      for (let r = 0; r < B; r++) sum += d[r * U + u]!;
      assert(Math.abs(value - sum) <= 1e-6 * (B + 1));
    });
  }
});

Deno.test("the order of a sum shows: blocks of 64 add up differently from left to right", () => {
  // 1e8 + 1 is 1e8 in float32: left to right, every 1 but those after −1e8 would be lost.
  const x = new Float32Array(130).fill(1);
  x[0] = 1e8;
  x[129] = -1e8;
  const ones = new Float32Array(130).fill(1);
  const z = new Float32Array(1);
  reference.linearForward(z, x, ones, new Float32Array(1), 1, 130, 1, 0);
  // The first block is 1e8, the second 64: together 100000064. The third is 1 − 1e8 = −1e8.
  assertEquals(z[0], 64);
});
