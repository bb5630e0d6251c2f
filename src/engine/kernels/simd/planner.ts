import type { StepKernels } from "../kernels.ts";
import type { Plan, Planner, PlanStart } from "../plan.ts";
import { encode, type Step, writePlan, type WrittenPlan } from "./encode.ts";
import { fuseSteps } from "./fuse_steps.ts";
import type { SimdModule } from "./instance.ts";
import { operationNumbers, operations } from "./operations.ts";
import { scheduleSteps } from "./schedule_steps.ts";
import { createStraightPlan, type StraightPlan } from "./straight/straight_plan.ts";
import { type Team, teamOf } from "./team.ts";
import { turnInputs } from "./turn_inputs.ts";
import { weaveInputs } from "./weave_inputs.ts";

/** What the planner needs of an arena. */
export interface PlannerOptions {
  arena: {
    readonly memory: WebAssembly.Memory;
    readonly thread: number;
    startOf(address: number): number;
    uint8(length: number): Uint8Array;
    uint32(length: number): Uint32Array;
    float64(length: number): Float64Array;
    float32(length: number): Float32Array;
  };
  simd: SimdModule;
  /** All kernels, on these exports. */
  kernelsOf(exports: SimdModule): StepKernels;
  /** Threads that a plan may use. */
  threads: number;
  /** What a thread's share must cost at least, in nanoseconds. */
  nsPerShare?: number | undefined;
  /** When straight code is made; see {@linkcode straightSizes}. */
  straight?: readonly StraightSize[] | undefined;
}

/** Plans steps by recording which exports the kernels call, with which arguments. */
export function createPlanner(options: PlannerOptions): Planner {
  const { arena, simd, kernelsOf, threads, nsPerShare, straight = straightSizes } = options;
  let steps: Step[] | undefined;
  let sums: Float64Array | undefined;

  /** An export that writes its call down. */
  function recorded(name: string): [string, (...args: number[]) => number] {
    const operation = operationNumbers.get(name)!;
    const { sums: isSum } = operations[operation]!;
    return [name, (...args) => {
      steps!.push({ operation, args: isSum ? [sums!.byteOffset, ...args] : args });
      return 0;
    }];
  }

  const exports = Object.fromEntries([...operationNumbers.keys()].map(recorded));
  let team: Team | undefined;
  return {
    kernels: recordsOnly(kernelsOf(exports as unknown as SimdModule), () => steps!.length),
    record(perform) {
      const sum = sums = arena.float64(1);
      // Each step adds up its own losses.
      steps = [{ operation: operationNumbers.get("clear")!, args: [sum.byteOffset, 8] }];
      perform({
        check(count) {
          steps!.push({ check: { sum: sum.byteOffset, count } });
        },
      });
      const turned = turnInputs(steps, { ...simd, arena });
      const woven = weaveInputs(turned.steps, { ...simd, arena });
      const recording = woven.steps;
      steps = undefined;
      // A team is started when a plan has something for it.
      const isShared = threads > 1 &&
        scheduleSteps(recording, threads, { least: nsPerShare }).isShared;
      if (isShared) team ??= teamOf(arena.memory, { first: arena.thread, threads });
      const parts = {
        arena,
        simd,
        steps: recording,
        arrange() {
          turned.turn();
          woven.weave();
        },
        sum,
        nsPerShare,
        straightSizes: straight,
      };
      return createPlan({ ...parts, team: isShared ? team : undefined });
    },
    isReady: () => team === undefined || team.isReady(),
  };
}

/**
 * The kernels, each refused that recorded nothing: it has computed something itself, now and once, for
 * want of an export. Every member of every family has one, so it is a mistake in the program.
 */
function recordsOnly(kernels: StepKernels, countSteps: () => number): StepKernels {
  const checked = Object.entries(kernels).map(([name, kernel]) => {
    if (typeof kernel !== "function") return [name, kernel];
    const compute = kernel as (...args: unknown[]) => number | void;
    return [name, (...args: unknown[]) => {
      const before = countSteps();
      const returned = compute(...args);
      if (countSteps() === before) throw new TypeError(`Cannot plan ${name} with these arguments`);
      return returned;
    }];
  });
  return Object.fromEntries(checked);
}

interface PlanParts {
  arena: PlannerOptions["arena"];
  simd: SimdModule;
  steps: readonly Step[];
  /** Brings inputs into the order in which steps read them, before the first one. */
  arrange(): void;
  sum: Float64Array;
  team: Team | undefined;
  nsPerShare: number | undefined;
  straightSizes: readonly StraightSize[];
}

/** How large straight code may be for a plan that has taken so many steps. */
export interface StraightSize {
  readonly steps: number;
  readonly nodes: number;
}

/**
 * Straight code takes some 5 ms to make for 300 nodes and 40 for 1500, and then saves a tenth of a
 * microsecond a step or two. With more nodes kernels are as fast.
 */
export const straightSizes: readonly StraightSize[] = [
  { steps: 20_000, nodes: 500 },
  { steps: 200_000, nodes: 1500 },
];

function createPlan(parts: PlanParts): Plan {
  const { arena, simd, steps, sum, team, nsPerShare } = parts;
  const sizes = [...parts.straightSizes];
  const flag = arena.uint32(1);
  let alone: WrittenPlan | undefined;
  let together: WrittenPlan[] | undefined;
  let straight: StraightPlan | undefined;
  let stepsTaken = 0;

  function share(threads: number): WrittenPlan[] {
    const { steps: lists } = scheduleSteps(steps, threads, {
      least: nsPerShare,
      startOf: arena.startOf,
    });
    return lists.map((own) => writePlan(arena, encode(own, { flag, team })));
  }

  function stepsOfOne(): Step[] {
    return fuseSteps(scheduleSteps(steps, 1).steps[0]!, arena);
  }

  function runAlone(count: number, start: PlanStart, first = 0): number {
    alone ??= writePlan(arena, encode(stepsOfOne(), { flag, team }));
    alone.start(start, first);
    return simd.run(alone.address, count);
  }

  return {
    sum,
    run(count, start) {
      parts.arrange();
      sum[0] = 0;
      if (team?.isReady()) {
        together ??= share(team.threads);
        for (const plan of together) plan.start(start);
        return team.run(simd, together.map(({ address }) => address), count);
      }
      if (!straight && stepsTaken >= (sizes[0]?.steps ?? Infinity)) {
        const { nodes } = sizes.shift()!;
        straight = createStraightPlan(steps, {
          arena,
          nodes,
          takeSteps: runAlone,
        });
      }
      stepsTaken += count;
      return straight ? straight.run(count, start) : runAlone(count, start);
    },
  };
}
