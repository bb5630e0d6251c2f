import type { Kernels } from "./kernels.ts";
import { reference } from "./reference.ts";
import { moduleBase64 } from "./simd/module.ts";

/** Where the kernels find their buffers: an arena. */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
}

type Address = number;

/** The module's exports; see `simd/assembly`. */
interface SimdModule {
  linearForward(
    z: Address,
    zStride: number,
    x: Address,
    w: Address,
    b: Address,
    B: number,
    I: number,
    U: number,
  ): void;
  linearForwardBytes(
    z: Address,
    zStride: number,
    x: Address,
    w: Address,
    b: Address,
    scale: number,
    B: number,
    I: number,
    U: number,
  ): void;
  weightGradient(
    g: Address,
    gStride: number,
    d: Address,
    dStride: number,
    x: Address,
    xStride: number,
    B: number,
    I: number,
    U: number,
  ): void;
  weightGradientBytes(
    g: Address,
    gStride: number,
    d: Address,
    dStride: number,
    x: Address,
    xStride: number,
    scale: number,
    B: number,
    I: number,
    U: number,
  ): void;
  biasGradient(g: Address, d: Address, dStride: number, B: number, U: number): void;
  inputGradient(
    dx: Address,
    dxStride: number,
    d: Address,
    dStride: number,
    w: Address,
    wStride: number,
    B: number,
    I: number,
    U: number,
  ): void;
  linearActivation(a: Address, z: Address, n: number): void;
  reluActivation(a: Address, z: Address, n: number): void;
  reluDerivative(dz: Address, da: Address, z: Address, n: number): void;
  sigmoidActivation(a: Address, z: Address, n: number): void;
  tanhActivation(a: Address, z: Address, n: number): void;
  sigmoidDerivative(dz: Address, da: Address, a: Address, n: number): void;
  tanhDerivative(dz: Address, da: Address, a: Address, n: number): void;
  multiply(out: Address, x: Address, m: Address, n: number): void;
  addScaled(out: Address, x: Address, k: number, n: number): void;
  gradientDescent(w: Address, g: Address, learningRate: number, n: number): void;
  momentum(
    w: Address,
    v: Address,
    g: Address,
    learningRate: number,
    beta: number,
    n: number,
  ): void;
  adam(
    w: Address,
    m: Address,
    v: Address,
    g: Address,
    rate: number,
    rootCorrection: number,
    newMean: number,
    newSquare: number,
    epsilon: number,
    n: number,
  ): void;
}

let compiled: WebAssembly.Module | undefined;

/** The compiled module, once per thread. */
function simdModule(): WebAssembly.Module {
  return compiled ??= new WebAssembly.Module(simdModuleBytes());
}

/** The bytes of the WebAssembly module. */
export function simdModuleBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(moduleBase64), (character) => character.charCodeAt(0));
}

/**
 * Kernels that compute in 128-bit WebAssembly SIMD, with the bits of `reference`. All views they are
 * given must lie in this memory. Whatever the module does not have, the reference computes.
 *
 * @example
 * ```ts
 * import { createArena } from "../arena.ts";
 * import { createSimd } from "./simd.ts";
 *
 * const arena = createArena();
 * const kernels = createSimd(arena);
 * const x = arena.float32(3);
 * x.set([1, 2, 3]);
 * kernels.multiply(x, x, x, 3);
 * x; // 1, 4, 9
 * ```
 */
export function createSimd(arena: KernelMemory): Kernels {
  const { memory } = arena;
  const { exports } = new WebAssembly.Instance(simdModule(), { env: { memory } });
  const simd = exports as unknown as SimdModule;
  return {
    ...reference,
    name: "simd",
    readsAnyMemory: false,
    ...linearKernels(simd),
    ...elementwiseKernels(simd),
  };
}

type Linear =
  | "linearForward"
  | "linearForwardBytes"
  | "weightGradient"
  | "weightGradientBytes"
  | "biasGradient"
  | "inputGradient";

function linearKernels(simd: SimdModule): Pick<Kernels, Linear> {
  return {
    linearForward(z, x, w, b, B, I, U, first) {
      const row = x.byteOffset + 4 * first * I;
      simd.linearForward(z.byteOffset, 4 * U, row, w.byteOffset, b.byteOffset, B, I, U);
    },
    linearForwardBytes(z, x, w, b, scale, B, I, U, first) {
      const row = x.byteOffset + first * I;
      const to = z.byteOffset;
      simd.linearForwardBytes(to, 4 * U, row, w.byteOffset, b.byteOffset, scale, B, I, U);
    },
    weightGradient(g, d, x, B, I, U, first) {
      const row = x.byteOffset + 4 * first * I;
      simd.weightGradient(g.byteOffset, 4 * I, d.byteOffset, 4 * U, row, 4 * I, B, I, U);
    },
    weightGradientBytes(g, d, x, scale, B, I, U, first) {
      const row = x.byteOffset + first * I;
      simd.weightGradientBytes(g.byteOffset, 4 * I, d.byteOffset, 4 * U, row, I, scale, B, I, U);
    },
    biasGradient(g, d, B, U) {
      simd.biasGradient(g.byteOffset, d.byteOffset, 4 * U, B, U);
    },
    inputGradient(dx, d, w, B, I, U) {
      const [to, from, weights] = [dx.byteOffset, d.byteOffset, w.byteOffset];
      simd.inputGradient(to, 4 * I, from, 4 * U, weights, 4 * I, B, I, U);
    },
  };
}

type Elementwise =
  | "activationForward"
  | "activationBackward"
  | "multiply"
  | "addScaled"
  | "optimizerUpdate";

/** Activations and optimizers go by their names: a name stands for one function. */
function elementwiseKernels(simd: SimdModule): Pick<Kernels, Elementwise> {
  return {
    activationForward(a, z, f, n) {
      if (f.name === "relu") simd.reluActivation(a.byteOffset, z.byteOffset, n);
      else if (f.name === "sigmoid") simd.sigmoidActivation(a.byteOffset, z.byteOffset, n);
      else if (f.name === "tanh") simd.tanhActivation(a.byteOffset, z.byteOffset, n);
      else if (f.name === "linear") simd.linearActivation(a.byteOffset, z.byteOffset, n);
      else reference.activationForward(a, z, f, n);
    },
    activationBackward(dz, da, z, a, f, n) {
      const to = dz.byteOffset;
      const from = da.byteOffset;
      if (f.name === "relu") simd.reluDerivative(to, from, z.byteOffset, n);
      else if (f.name === "sigmoid") simd.sigmoidDerivative(to, from, a.byteOffset, n);
      else if (f.name === "tanh") simd.tanhDerivative(to, from, a.byteOffset, n);
      else if (f.name === "linear") simd.linearActivation(to, from, n);
      else reference.activationBackward(dz, da, z, a, f, n);
    },
    multiply(out, x, m, n) {
      simd.multiply(out.byteOffset, x.byteOffset, m.byteOffset, n);
    },
    addScaled(out, x, k, n) {
      simd.addScaled(out.byteOffset, x.byteOffset, k, n);
    },
    optimizerUpdate(w, state, g, numbers, rule, n) {
      const to = w.byteOffset;
      const from = g.byteOffset;
      if (rule.name === "gradient-descent") simd.gradientDescent(to, from, numbers[0]!, n);
      else if (rule.name === "momentum") {
        simd.momentum(to, state[0]!.byteOffset, from, numbers[0]!, numbers[1]!, n);
      } else if (rule.name === "adam") {
        simd.adam(
          to,
          state[0]!.byteOffset,
          state[1]!.byteOffset,
          from,
          numbers[0]!,
          numbers[1]!,
          numbers[2]!,
          numbers[3]!,
          numbers[4]!,
          n,
        );
      } else reference.optimizerUpdate(w, state, g, numbers, rule, n);
    },
  };
}
