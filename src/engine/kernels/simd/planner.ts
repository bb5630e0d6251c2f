import type { StepKernels } from "../kernels.ts";
import type { Plan, Planner } from "../plan.ts";
import { encode, type Step, writePlan, type WrittenPlan } from "./encode.ts";
import type { SimdModule } from "./instance.ts";
import { operationNumbers, operations } from "./operations.ts";
import { scheduleSteps } from "./schedule_steps.ts";
import { type Team, teamOf } from "./team.ts";

/** What the planner needs of an arena. */
export interface PlannerOptions {
  arena: {
    readonly memory: WebAssembly.Memory;
    readonly thread: number;
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
}

/** Plans steps by recording which exports the kernels call, with which arguments. */
export function createPlanner(options: PlannerOptions): Planner {
  const { arena, simd, kernelsOf, threads } = options;
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
    kernels: kernelsOf(exports as unknown as SimdModule),
    record(perform) {
      const sum = sums = arena.float64(1);
      // Each step adds up its own losses.
      steps = [{ operation: operationNumbers.get("clear")!, args: [sum.byteOffset, 8] }];
      perform({
        check(count) {
          steps!.push({ check: { sum: sum.byteOffset, count } });
        },
      });
      const recording = steps;
      steps = undefined;
      // A team is started when a plan has something for it.
      const isShared = threads > 1 && scheduleSteps(recording, threads).isShared;
      if (isShared) team ??= teamOf(arena.memory, { first: arena.thread, threads });
      return createPlan({ arena, simd, steps: recording, sum, team: isShared ? team : undefined });
    },
  };
}

interface PlanParts {
  arena: PlannerOptions["arena"];
  simd: SimdModule;
  steps: readonly Step[];
  sum: Float64Array;
  team: Team | undefined;
}

function createPlan({ arena, simd, steps, sum, team }: PlanParts): Plan {
  const flag = arena.uint32(1);
  let alone: WrittenPlan | undefined;
  let together: WrittenPlan[] | undefined;

  function share(threads: number): WrittenPlan[] {
    const { steps: lists } = scheduleSteps(steps, threads);
    return lists.map((own) => writePlan(arena, encode(own, { flag, team })));
  }

  return {
    sum,
    run(count, start) {
      sum[0] = 0;
      if (team?.isReady()) {
        together ??= share(team.threads);
        for (const plan of together) plan.start(start);
        return team.run(simd, together.map(({ address }) => address), count);
      }
      alone ??= writePlan(arena, encode(scheduleSteps(steps, 1).steps[0]!, { flag, team }));
      alone.start(start);
      return simd.run(alone.address, count);
    },
  };
}
