import type { ElementwiseExports } from "./elementwise.ts";
import type { LinearExports } from "./linear.ts";
import type { MemberModule } from "./members.ts";
import { moduleBase64, relocations } from "./module.ts";
import type { NormalizeExports } from "./normalize.ts";
import type { OptimizerExports } from "./optimizers.ts";
import { relocate } from "./regions.ts";
import type { RowsExports } from "./rows.ts";
import type { TensorExports } from "./tensors.ts";

/** The module's exports; see `assembly/index.ts`. */
export interface SimdModule
  extends
    LinearExports,
    MemberModule,
    ElementwiseExports,
    TensorExports,
    NormalizeExports,
    OptimizerExports,
    RowsExports {
  run(plan: number, steps: number): number;
  barrier(team: number, threads: number): void;
}

/** The bytes of thread 0's module. */
export function simdModuleBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(moduleBase64);
}

const compiled = new Map<number, WebAssembly.Module>();

/** The compiled module of a thread. */
export function simdModule(thread: number): WebAssembly.Module {
  let module = compiled.get(thread);
  if (!module) {
    const distances = relocations.split(" ").map(Number);
    module = new WebAssembly.Module(relocate(simdModuleBytes(), distances, thread));
    compiled.set(thread, module);
  }
  return module;
}

/** A thread's instance in a memory. */
export function instantiate(memory: WebAssembly.Memory, thread: number): SimdModule {
  const { exports } = new WebAssembly.Instance(simdModule(thread), { env: { memory } });
  return exports as unknown as SimdModule;
}
