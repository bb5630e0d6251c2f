import { assertEquals } from "@std/assert";
import { reference } from "../../../src/engine/kernels/reference.ts";
import { createMaskSource } from "../../../src/engine/regularizers/mod.ts";
import { createStream } from "../../../src/random/mod.ts";
import { arena, bytes, compare, fillingNames, floats, simd, words } from "./_both.ts";

const lengths = [...Array.from({ length: 68 }, (_, n) => n), 127, 1000, 4099];

Deno.test("the module has all kernels but, at most, those of losses and of whole rows", () => {
  const shared = Object.keys(reference).filter((name) => {
    const key = name as keyof typeof reference;
    return typeof reference[key] === "function" && simd[key] === reference[key];
  });
  const mayBe = ["lossBackward", "lossForward", "rowActivationForward"];
  assertEquals(
    shared.filter((name) => ![...mayBe, "rowLossForward", "rowLossBackward"].includes(name)),
    [],
  );
});

for (const filling of fillingNames) {
  Deno.test(`kernels of whole tensors have the bits of the reference, ${filling}`, () => {
    for (const n of lengths) {
      const pair = () => [floats(n + 2, filling), floats(n + 2, filling)] as const;
      for (const k of [0.1, -3, 0, Infinity]) {
        compare(`addSign ${n}`, pair(), (kernels, [out, x]) => {
          kernels.addSign(out, x, k, n);
          kernels.addSign(x, x, k, n);
        });
        compare(`scale ${n}`, pair(), (kernels, [out, x]) => {
          kernels.scale(out, k, 2, n);
          kernels.scale(x, k, 0, n);
        });
      }
      for (const limit of [0.3, 1e-40, 0]) {
        compare(`clip ${n}`, pair(), (kernels, [out]) => kernels.clip(out, limit, n));
      }
      for (const first of [0, 1, 2]) {
        compare(`sumOfSquares ${n}`, pair(), (kernels, [x]) => kernels.sumOfSquares(x, first, n));
      }
    }
  });

  Deno.test(`inputs are dropped and scaled with the bits of the reference, ${filling}`, () => {
    for (const n of lengths) {
      for (const x of [floats(n + 3, filling), bytes(n + 3)] as const) {
        const others = [floats(n, filling), floats(n, filling)] as const;
        compare(`dropInputs ${n}`, [x, ...others], (kernels, [x, out, mask]) => {
          kernels.dropInputs(out, x, mask, 1 / 255, 3, n);
        });
        compare(`scaleInputs ${n}`, [x, ...others], (kernels, [x, out]) => {
          kernels.scaleInputs(out, x, 1 / 255, n % 4, n);
        });
      }
    }
  });

  Deno.test(`norms are limited with the bits of the reference, ${filling}`, () => {
    for (const n of lengths.slice(0, 70)) {
      for (const limit of [0.5, 1, 5, 1e30]) {
        const [U, I] = [1 + n % 5, n];
        compare(`limitNorms ${U}×${I}`, [floats(U * I, filling)], (kernels, [w]) => {
          kernels.limitNorms(w, limit, U, I);
        });
        const gradients = [floats(n, filling), floats(3, filling), floats(0, filling)];
        compare(`clipNorm ${n}`, gradients, (kernels, gradients) => {
          kernels.clipNorm(gradients, limit);
          kernels.clipNorm(gradients, limit / 3);
          kernels.clipNorm(gradients.slice(0, n % 4), limit / 5);
        });
      }
    }
  });
}

Deno.test("a list of tensors is written down once", () => {
  const gradients = [arena.float32(3), arena.float32(5)];
  simd.clipNorm(gradients, 1);
  const before = arena.uint8(0).byteOffset;
  for (let k = 0; k < 10; k++) simd.clipNorm(gradients, 1);
  assertEquals(arena.uint8(0).byteOffset, before);
});

Deno.test("masks of any shape have the bits of the reference", () => {
  const epochs = [0, 1, 77, 4294967295];
  for (let U = 0; U < 68; U++) {
    for (const [k, B] of [0, 1, 2, 3, 4, 5, 17, 64].entries()) {
      const layer = { index: [0, 3, 4294967295][U % 3]!, dropout: [0.5, 0.2, 0.03, 0.999][k % 4]! };
      const source = createMaskSource(createStream(U * 65537, "dropout"), layer);
      compare(`mask ${B}×${U}`, [floats(B * U, "ordinary"), words(B)], (kernels, [mask, rows]) => {
        kernels.dropoutMask(mask, rows, source, epochs[(U + k) % 4]!, B, U);
      });
    }
  }
  const source = createMaskSource(createStream(1, "dropout"), { index: 2, dropout: 0.5 });
  compare("mask 64×1031", [floats(64 * 1031, "ordinary"), words(64)], (kernels, [mask, rows]) => {
    kernels.dropoutMask(mask, rows, source, 3, 64, 1031);
  });
});

Deno.test("a word at the very threshold is kept, and one below it is dropped", () => {
  const stream = createStream(5, "dropout");
  const drawn = new Uint32Array(4);
  stream.words(drawn, 9, 2, 0, 0);
  const whole = createMaskSource(stream, { index: 2, dropout: 0.5 });
  const thresholds = [0, 1e-300, 1, 4294967295, 4294967295.5, 4294967296];
  const near = [...drawn].flatMap((word) => [word - 0.5, word, word + 0.5, word + 1]);
  for (const threshold of [...thresholds, ...near]) {
    compare(`threshold ${threshold}`, [floats(4, "ordinary"), new Uint32Array(7)], (kernels, [
      mask,
      rows,
    ]) => kernels.dropoutMask(mask, rows, { ...whole, threshold }, 9, 1, 4));
  }
  // What the reference gives, by hand: below and not at.
  const mask = new Float32Array(4);
  reference.dropoutMask(mask, new Uint32Array(1), { ...whole, threshold: drawn[1]! }, 9, 1, 4);
  assertEquals([...mask], [...drawn].map((word) => word < drawn[1]! ? 0 : 2));
  assertEquals(mask[1], 2);
});
