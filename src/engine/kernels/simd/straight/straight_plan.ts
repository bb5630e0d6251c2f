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

/** A loop, and all that its steps write. */
interface Loop extends Exports {
  /** Whether no step is ever left because of an approximation. */
  readonly isExact: boolean;
  /** The cells that steps read come first, `kept` of them. */
  readonly kept: number;
  copy(): Float32Array;
  restore(copied: Float32Array): void;
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
  /** Takes steps of a run, from `first` on, by kernels. Returns how many were finished. */
  takeSteps(count: number, start: PlanStart, first: number): number;
}

/** The straight plan of a step, where it would pay. */
export function createStraightPlan(
  steps: readonly Step[],
  { arena, nodes, takeSteps }: StraightOptions,
): StraightPlan | undefined {
  const first = createLoop(steps, { arena, nodes, approximates: true });
  if (!first) return undefined;
  let loop = first;
  let stepsTaken = 0;
  let doubts = 0;
  let runs = 0;
  let nextCheck = 1;

  function runLoop(count: number, start: PlanStart, finished: number): number {
    const { from = 0, batchRows = 0, epoch = 0, numbersBytes = 0 } = start;
    const [at, numbersAt] = [from + finished * batchRows, finished * numbersBytes];
    return Math.max(0, loop.run(count, at, batchRows, epoch, numbersAt, numbersBytes));
  }

  /** As runLoop, and then the same steps by kernels. */
  function runChecked(count: number, start: PlanStart, finished: number): number {
    const before = loop.copy();
    const more = runLoop(count, start, finished);
    if (more === 0) return 0;
    const after = loop.copy();
    loop.restore(before);
    const taken = takeSteps(more, start, finished);
    // Where a step is left to others, nothing but what it starts from is there yet.
    const length = more === count ? after.length : loop.kept;
    const same = taken === more && areEqual(loop.copy(), after, length);
    if (!same) throw new Error("Straight code gives other bits than the kernels here");
    return more;
  }

  return {
    run(count, start) {
      // The first run, the second, the fourth and so on: compilers take up what is used much once more.
      const isChecked = ++runs === nextCheck;
      if (isChecked) nextCheck *= 2;
      for (let finished = 0;;) {
        finished += (isChecked ? runChecked : runLoop)(count - finished, start, finished);
        if (finished >= count) {
          stepsTaken += count;
          return count;
        }
        // A check, a doubt, or a −0 where the loop can't do with one.
        if (takeSteps(1, start, finished) === 0) return finished;
        if (++finished === count) return count;
        doubts++;
        if (!loop.isExact && doubts > doubtsAllowed + stepsTaken / stepsPerDoubt) {
          loop = createLoop(steps, { arena, nodes: Infinity, approximates: false }) ?? loop;
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
): Loop | undefined {
  try {
    const step = translate(steps, arena.memory, options);
    if (!step) return undefined;
    const { graph: { nodes }, cells: { words, doubles } } = step;
    const isRead = new Set(nodes.filter(({ op }) => op === "input").map((node) => node.immediate));
    const kept = [...words.keys()].filter((at) => isRead.has(at));
    const others = [...words.keys()].filter((at) => !isRead.has(at));
    const places = [...kept, ...others, ...[...doubles.keys()].flatMap((at) => [at, at + 4])];
    return {
      ...instantiate(step, arena),
      isExact: step.isExact,
      kept: kept.length,
      copy() {
        const memory = new Float32Array(arena.memory.buffer);
        return Float32Array.from(places, (at) => memory[at / 4]!);
      },
      restore(copied) {
        const memory = new Float32Array(arena.memory.buffer);
        places.forEach((at, k) => memory[at / 4] = copied[k]!);
      },
    };
  } catch (error) {
    // A RangeError: no room for its constants.
    if (error instanceof TooLarge || error instanceof RangeError) return undefined;
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

function areEqual(a: Float32Array, b: Float32Array, length: number): boolean {
  for (let k = 0; k < length; k++) if (!Object.is(a[k], b[k])) return false;
  return true;
}
