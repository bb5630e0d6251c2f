import type { Kernels } from "./kernels.ts";
import { reference } from "./reference.ts";
import { type LinearExports, linearKernels } from "./simd/linear.ts";
import { createMemberBinders, memberKernels, type MemberModule } from "./simd/members.ts";
import { moduleBase64 } from "./simd/module.ts";

/** Where the kernels find their buffers: an arena. */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  /** Bytes of that memory, aligned to 64. */
  uint8(length: number): Uint8Array;
}

type Address = number;

/** The module's exports; see `simd/assembly`. */
interface SimdModule extends LinearExports, MemberModule {
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
    ...memberKernels(simd, createMemberBinders(arena)),
    ...elementwiseKernels(simd),
  };
}

type Elementwise = "multiply" | "addScaled" | "optimizerUpdate";

/** Optimizers go by their names: a name stands for one function. */
function elementwiseKernels(simd: SimdModule): Pick<Kernels, Elementwise> {
  return {
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
