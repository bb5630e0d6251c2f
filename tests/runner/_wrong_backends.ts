import { createSimd } from "../../src/engine/kernels/simd.ts";
import { type Backends, selectKernels } from "../../src/engine/mod.ts";

/** A backend that is right for some networks and then, as after a recompilation, wrong in all. */
export function wrongAfter(networks: number): Backends {
  let made = 0;
  return {
    simd(arena) {
      made++;
      const { planner: _, ...kernels } = createSimd(arena);
      return {
        ...kernels,
        linearForward(...args) {
          kernels.linearForward(...args);
          if (made > networks) args[0][0]! += 1;
        },
      };
    },
    reference: selectKernels("reference"),
  };
}

/** What is said of it. */
export const warning =
  "The simd backend gives other bits than the reference here (linearForward); using the reference";
