import type { Kernels, StepKernels } from "./kernels.ts";
import { reference } from "./reference.ts";
import { instantiate, type SimdModule } from "./simd/instance.ts";
import { elementwiseKernels } from "./simd/elementwise.ts";
import { linearKernels } from "./simd/linear.ts";
import { createMemberBinders, memberKernels } from "./simd/members.ts";
import { normalizeKernels } from "./simd/normalize.ts";
import { optimizerKernels } from "./simd/optimizers.ts";
import { createPlanner, type PlannerOptions } from "./simd/planner.ts";
import { rowKernels } from "./simd/rows.ts";
import { tensorKernels } from "./simd/tensors.ts";

/**
 * Kernels that compute in WebAssembly SIMD, with the bits of `reference`. All views they are given must
 * lie in this memory. They can plan steps; a plan may use a team of threads.
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
export function createSimd(
  arena: PlannerOptions["arena"],
  threads = 1,
  { nsPerShare, straight }: Pick<PlannerOptions, "nsPerShare" | "straight"> = {},
): Kernels {
  const simd = instantiate(arena.memory, arena.thread);
  const binders = createMemberBinders(arena);
  const kernelsOf = (exports: SimdModule): StepKernels => ({
    ...reference,
    name: "simd",
    readsAnyMemory: false,
    ...linearKernels(exports),
    ...memberKernels(exports, binders),
    ...elementwiseKernels(exports),
    ...tensorKernels(exports, arena),
    ...normalizeKernels(exports),
    ...optimizerKernels(exports),
    ...rowKernels(exports),
  });
  const planner = createPlanner({
    arena,
    simd,
    kernelsOf,
    threads,
    nsPerShare,
    straight,
  });
  return { ...kernelsOf(simd), planner };
}
