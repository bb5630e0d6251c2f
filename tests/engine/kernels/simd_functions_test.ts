import { createArena } from "../../../src/engine/arena.ts";
import { compile } from "../../../src/engine/kernels/build.ts";
import { firstRegion } from "../../../src/engine/kernels/simd/regions.ts";
import { granted } from "../../permissions.ts";
import { functions, functionsIndex } from "./_functions.ts";

// The functions that the module keeps to itself, in double precision, against those of src/numerics.

/** Where a function changes its formula, or its result its kind. */
const thresholds = [
  ...[0, Number.MIN_VALUE, 2.2250738585072014e-308, Infinity, NaN],
  ...[709.782712893383973, 745.133219101941108, 709.43613930310391, 708.39641853226408, 38], // exp, expm1
  ...[0.625, 0.84375, 1.25, 1 / 0.35, 6], // tanh, erf
  ...[1, Math.SQRT2 - 1, 1 - Math.SQRT1_2, 2 * Math.SQRT2 - 1, 2 ** 53], // log1p
  ...[-55, -54, -53, -2, -1, 0, 1, 2, 54, 1022, 1023].map((k) => (k + 0.5) * Math.LN2), // k of exp
];

const steps = 40; // ulps to either side

/** 2^17 float32 evenly over all bit patterns, the thresholds' neighbours, random double patterns. */
function inputs(): Float64Array {
  const patterns = Uint32Array.from({ length: 1 << 17 }, (_, k) => 32768 * k + (k & 32767));
  const near = thresholds.flatMap((threshold) =>
    [threshold, -threshold].flatMap((value) => {
      const words = new BigInt64Array(Float64Array.of(value).buffer);
      const all = Array.from({ length: 2 * steps + 1 }, (_, k) => words[0]! + BigInt(k - steps));
      return Array.from(new Float64Array(BigInt64Array.from(all).buffer));
    })
  );
  const words = new Uint32Array(1 << 15);
  for (let k = 1, word = 7; k < words.length; k++) words[k] = word = Math.imul(word, 1664525) + k;
  const doubles = new Float64Array(words.buffer);
  const all = [...new Float32Array(patterns.buffer), ...near, ...doubles];
  if (all.length % 2 === 1) all.push(0);
  // Again one place further, so that each value has been in both lanes with another neighbour.
  return Float64Array.from([...all, 0, ...all, 0]);
}

Deno.test({
  name: "the module's functions have the bits of src/numerics",
  ignore: !granted("read", "env"),
  async fn() {
    const bytes = await compile(firstRegion, functionsIndex);
    const arena = createArena();
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      env: { memory: arena.memory },
    });
    const given = inputs();
    const { buffer, byteOffset } = arena.uint8(16 * given.length);
    const x = new Float64Array(buffer, byteOffset, given.length);
    const out = new Float64Array(buffer, byteOffset + x.byteLength, given.length);
    x.set(given);
    for (const [name, f] of Object.entries(functions)) {
      const apply = exports[`apply_${name}`] as (out: number, x: number, n: number) => void;
      apply(out.byteOffset, x.byteOffset, x.length);
      for (let k = 0; k < x.length; k++) {
        const expected = f(x[k]!);
        if (!Object.is(out[k], expected)) {
          throw new Error(`${name}(${x[k]}) is ${out[k]} instead of ${expected}`);
        }
      }
    }
  },
});
