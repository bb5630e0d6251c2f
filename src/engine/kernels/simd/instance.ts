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

let compiled: WebAssembly.Module | undefined;

/** The compiled module of a thread; thread 0's is kept. */
export function simdModule(thread = 0): WebAssembly.Module {
  if (thread === 0) return compiled ??= new WebAssembly.Module(simdModuleBytes());
  const distances = relocations.split(" ").map(Number);
  return new WebAssembly.Module(relocate(simdModuleBytes(), distances, thread));
}

/** Thread 0's instance in a memory. */
export function instantiate(memory: WebAssembly.Memory): SimdModule {
  const { exports } = new WebAssembly.Instance(simdModule(), { env: { memory } });
  return exports as unknown as SimdModule;
}
