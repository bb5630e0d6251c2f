// @ts-nocheck: AssemblyScript has types of its own.

// The module's exports. All addresses are of the imported memory.

export { barrier } from "./barrier.ts";
export * from "./kernels.ts";
export { run, serve } from "./plan.ts";
