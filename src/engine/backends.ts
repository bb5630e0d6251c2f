import { unknownName } from "../suggest.ts";
import type { Arena } from "./arena.ts";
import type { Kernels } from "./kernels/kernels.ts";
import { reference } from "./kernels/reference.ts";
import { createSimd } from "./kernels/simd.ts";

/** Gives the kernels that compute in the memory of an arena, plans with that many threads. */
export type Backend = (arena: Arena, threads?: number) => Kernels;

/** The backends by name, the one that `auto` takes first. All have the same bits. */
const backends: { readonly [name: string]: Backend } = {
  simd: (arena, threads) => createSimd(arena, threads),
  reference: () => reference,
};

/** Names that {@linkcode selectKernels} takes. */
export const backendNames = ["auto", "reference", "simd"] as const;

export type BackendName = typeof backendNames[number];

/**
 * The kernels of a backend; `auto` is the fastest one.
 *
 * @throws {RangeError} for an unknown name, with the names there are.
 *
 * @example
 * ```ts
 * import { createArena } from "./arena.ts";
 * import { selectKernels } from "./backends.ts";
 *
 * selectKernels("reference")(createArena()).name; // "reference"
 * ```
 */
export function selectKernels(name: BackendName): Backend {
  if (name === "auto") return Object.values(backends)[0]!;
  const backend = backends[name];
  if (!backend) throw new RangeError(unknownName("backend", name, backendNames));
  return backend;
}
