// Plans of so few operations that finding, calling and feeding kernels is most of what they cost: their
// step is written as one piece of straight code, in a module made for it while the program runs.

import type { PlanStart } from "../../plan.ts";
import type { Step } from "../encode.ts";
import { emitModule } from "./emit.ts";
import { TooLarge } from "./graph.ts";
import { type StraightStep, translate } from "./translate.ts";

export interface StraightPlan {
  /** Runs that many steps; fewer where a check fails. Returns how many. */
  run(steps: number, start: PlanStart): number;
}

/** A loop over steps: see emit.ts. */
interface Exports {
  /**
   * Ends before the first step that it has to leave to others, and leaves memory as after the step
   * before. Returns how many it has finished, or −1 where it can't start.
   */
  run(
    steps: number,
    from: number,
    batchRows: number,
    epoch: number,
    numbersAt: number,
    numbersBytes: number,
  ): number;
}

/** Modules by their bytes: runs that come one after the other often have the same buffers. */
const compiled = new Map<string, WebAssembly.Module>();
const modulesKept = 64;

function compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const key = bytes.toBase64();
  let module = compiled.get(key);
  if (!module) {
    module = new WebAssembly.Module(bytes);
    if (compiled.size === modulesKept) compiled.delete(compiled.keys().next().value!);
    compiled.set(key, module);
  }
  return module;
}

/** Steps in doubt that are let pass, and then one in how many: each costs several others. */
const doubtsAllowed = 8;
const stepsPerDoubt = 200;

export interface StraightOptions {
  readonly arena: Memory;
  /** How many the step's graph may have. */
  readonly nodes: number;
  /** Takes step `index` of a run exactly, and says whether it was finished. */
  takeStep(start: PlanStart, index: number): boolean;
}

/** The straight plan of a step, where it would pay. */
export function createStraightPlan(
  steps: readonly Step[],
  { arena, nodes, takeStep }: StraightOptions,
): StraightPlan | undefined {
  const first = createLoop(steps, { arena, nodes, approximates: true });
  if (!first) return undefined;
  let loop = first;
  let stepsTaken = 0;
  let doubts = 0;
  return {
    run(count, start) {
      const { from = 0, batchRows = 0, epoch = 0, numbersBytes = 0 } = start;
      for (let finished = 0;;) {
        const at = from + finished * batchRows;
        const numbersAt = finished * numbersBytes;
        finished += Math.max(
          0,
          loop.run(count - finished, at, batchRows, epoch, numbersAt, numbersBytes),
        );
        if (finished >= count) {
          stepsTaken += count;
          return count;
        }
        // A check, a doubt, or a −0 where the loop can't do with one.
        if (!takeStep(start, finished)) return finished;
        if (++finished === count) return count;
        doubts++;
        if (!loop.isExact && doubts > doubtsAllowed + stepsTaken / stepsPerDoubt) {
          loop = createLoop(steps, { arena, nodes: Infinity, approximates: false })!;
        }
      }
    },
  };
}

interface Memory {
  readonly memory: WebAssembly.Memory;
  float64(length: number): Float64Array;
}

/** The loop, unless its step has no graph or is so large that it would not pay. */
function createLoop(
  steps: readonly Step[],
  { arena, ...options }: { arena: Memory; nodes: number; approximates: boolean },
): (Exports & { isExact: boolean }) | undefined {
  try {
    const step = translate(steps, arena.memory, options);
    return step && { ...instantiate(step, arena), isExact: step.isExact };
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

function instantiate(step: StraightStep, arena: Memory): Exports {
  let table: Float64Array | undefined;
  const { bytes, constants } = emitModule(step, (length) => {
    table = arena.float64(length);
    return table.byteOffset;
  });
  if (table) new BigUint64Array(table.buffer, table.byteOffset, table.length).set(constants);
  const { exports } = new WebAssembly.Instance(compile(bytes), { env: { memory: arena.memory } });
  return { run: (exports as unknown as Exports).run };
}
