import type { Kernels } from "./kernels.ts";
import { reference } from "./reference.ts";
import { moduleBase64 } from "./simd/module.ts";
import { type NormalizeExports, normalizeKernels } from "./simd/normalize.ts";
import { type OptimizerExports, optimizerKernels } from "./simd/optimizers.ts";
import { type TensorExports, tensorKernels } from "./simd/tensors.ts";

/** Where the kernels find their buffers: an arena. */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  /** Bytes of that memory, aligned to 64. */
  uint8(length: number): Uint8Array;
  /** Words of that memory, aligned to 64 bytes. */
  uint32(length: number): Uint32Array;
}

type Address = number;

/** The module's exports; see `simd/assembly`. */
interface SimdModule extends TensorExports, NormalizeExports, OptimizerExports {
  scratchBytes: WebAssembly.Global;
  useScratch(scratch: Address): void;
  linearForward(
    z: Address,
    x: Address,
    w: Address,
    b: Address,
    B: number,
    I: number,
    U: number,
  ): void;
  linearForwardBytes(
    z: Address,
    x: Address,
    w: Address,
    b: Address,
    scale: number,
    B: number,
    I: number,
    U: number,
  ): void;
  weightGradient(g: Address, d: Address, x: Address, B: number, I: number, U: number): void;
  weightGradientBytes(
    g: Address,
    d: Address,
    x: Address,
    scale: number,
    B: number,
    I: number,
    U: number,
  ): void;
  biasGradient(g: Address, d: Address, B: number, U: number): void;
  inputGradient(dx: Address, d: Address, w: Address, B: number, I: number, U: number): void;
  linearActivation(a: Address, z: Address, n: number): void;
  reluActivation(a: Address, z: Address, n: number): void;
  reluDerivative(dz: Address, da: Address, z: Address, n: number): void;
  sigmoidActivation(a: Address, z: Address, n: number): void;
  tanhActivation(a: Address, z: Address, n: number): void;
  sigmoidDerivative(dz: Address, da: Address, a: Address, n: number): void;
  tanhDerivative(dz: Address, da: Address, a: Address, n: number): void;
  multiply(out: Address, x: Address, m: Address, n: number): void;
  addScaled(out: Address, x: Address, k: number, n: number): void;
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
 * @throws {RangeError} when the memory has no room for 64 KiB more.
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
  simd.useScratch(arena.uint8(simd.scratchBytes.value).byteOffset);
  return {
    ...reference,
    name: "simd",
    readsAnyMemory: false,
    ...linearKernels(simd),
    ...elementwiseKernels(simd),
    ...tensorKernels(simd, arena),
    ...normalizeKernels(simd),
    ...optimizerKernels(simd),
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
      simd.linearForward(z.byteOffset, row, w.byteOffset, b.byteOffset, B, I, U);
    },
    linearForwardBytes(z, x, w, b, scale, B, I, U, first) {
      const row = x.byteOffset + first * I;
      simd.linearForwardBytes(z.byteOffset, row, w.byteOffset, b.byteOffset, scale, B, I, U);
    },
    weightGradient(g, d, x, B, I, U, first) {
      const row = x.byteOffset + 4 * first * I;
      simd.weightGradient(g.byteOffset, d.byteOffset, row, B, I, U);
    },
    weightGradientBytes(g, d, x, scale, B, I, U, first) {
      const row = x.byteOffset + first * I;
      simd.weightGradientBytes(g.byteOffset, d.byteOffset, row, scale, B, I, U);
    },
    biasGradient(g, d, B, U) {
      simd.biasGradient(g.byteOffset, d.byteOffset, B, U);
    },
    inputGradient(dx, d, w, B, I, U) {
      simd.inputGradient(dx.byteOffset, d.byteOffset, w.byteOffset, B, I, U);
    },
  };
}

type Elementwise =
  | "activationForward"
  | "activationBackward"
  | "multiply"
  | "addScaled";

/** Activations go by their names: a name stands for one function. */
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
  };
}
