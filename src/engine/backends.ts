import { unknownName } from "../suggest.ts";
import type { Kernels } from "./kernels/kernels.ts";
import { reference } from "./kernels/reference.ts";

/** The backends by name, the one that `auto` takes first. All have the same bits. */
const backends: { readonly [name: string]: Kernels } = { reference };

/** Names that {@linkcode selectKernels} takes. */
export const backendNames = ["auto", "reference"] as const;

export type BackendName = typeof backendNames[number];

/**
 * The kernels of a backend; `auto` is the fastest one.
 *
 * @throws {RangeError} for an unknown name, with the names there are.
 */
export function selectKernels(name: BackendName): Kernels {
  if (name === "auto") return Object.values(backends)[0]!;
  const kernels = backends[name];
  if (!kernels) throw new RangeError(unknownName("backend", name, backendNames));
  return kernels;
}
