import { type SimdModule, simdModule } from "./instance.ts";
import { maximumThreads, regionBytes, regionOf } from "./regions.ts";

/** Threads that run plans together. */
export interface Team {
  readonly threads: number;
  /** Where they wait for each other. */
  readonly address: number;
  /** Whether all of them have started. It takes a while; nobody needs to wait for it. */
  isReady(): boolean;
  /** Runs a plan for each thread; this thread is the first. Returns the steps that were finished. */
  run(simd: SimdModule, plans: readonly number[], steps: number): number;
  close(): void;
}

// All that a helper is, as text: it needs no permission to be read, and imports nothing.
const helper = `self.onmessage = ({ data: { module, memory, team, threads, command, ready } }) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  Atomics.add(new Int32Array(memory.buffer), ready / 4, 1);
  exports.serve(team, threads, command);
  self.close();
};`;

// Cells of 4 bytes, those that many threads look at on cache lines of their own.
const teamBytes = 192;
const readyAt = 128;
const commandBytes = 64;

/** See assembly/scratch.ts. */
const expectedAt = 0xe000;

/** The teams that have been started, by memory and first thread. */
const teams = new WeakMap<WebAssembly.Memory, Map<number, Team>>();

/**
 * The team of a memory's threads from `first` on, which lives as long as the memory is worked in: runs
 * that come one after the other have the same helpers.
 *
 * @throws {RangeError} for more threads than there are regions, or another number than before
 */
export function teamOf(
  memory: WebAssembly.Memory,
  { first, threads }: { first: number; threads: number },
): Team {
  if (!teams.has(memory)) teams.set(memory, new Map());
  const known = teams.get(memory)!;
  let team = known.get(first);
  if (!team) known.set(first, team = createTeam(memory, { first, threads }));
  if (team.threads !== threads) {
    throw new RangeError(
      `Cannot have ${threads} threads in a memory where ${team.threads} compute`,
    );
  }
  return team;
}

/** Ends the threads that compute in a memory, but for those that were there before. */
export function closeTeams(memory: WebAssembly.Memory): void {
  for (const team of teams.get(memory)?.values() ?? []) team.close();
  teams.delete(memory);
}

function createTeam(
  memory: WebAssembly.Memory,
  { first, threads }: { first: number; threads: number },
): Team {
  if (first + threads > maximumThreads) {
    throw new RangeError(`Cannot share a run among ${threads} threads: at most ${maximumThreads}`);
  }
  // In the first thread's region, behind what kernels use of it: no arena takes it back.
  const address = regionOf(first) + regionBytes - teamBytes - maximumThreads * commandBytes;
  const commands = address + teamBytes;
  const cells = new Int32Array(memory.buffer, address, (teamBytes + threads * commandBytes) / 4);
  cells.fill(0);
  for (let k = 0; k < threads; k++) {
    new Int32Array(memory.buffer, regionOf(first + k) + expectedAt, 1)[0] = 0;
  }
  const source = `data:text/javascript,${encodeURIComponent(helper)}`;
  for (let k = 1; k < threads; k++) {
    const worker = new Worker(source, { type: "module", deno: { permissions: "none" } });
    worker.postMessage({
      module: simdModule(first + k),
      memory,
      team: address,
      threads,
      command: commands + k * commandBytes,
      ready: address + readyAt,
    });
  }
  let ready = false;

  function command(plans: readonly number[], steps: number): void {
    for (let k = 1; k < threads; k++) {
      const at = (teamBytes + k * commandBytes) / 4;
      cells[at] = plans[k] ?? 0;
      cells[at + 1] = steps;
    }
  }

  return {
    threads,
    address,
    isReady() {
      ready ||= Atomics.load(cells, readyAt / 4) === threads - 1;
      return ready;
    },
    run(simd, plans, steps) {
      command(plans, steps);
      simd.barrier(address, threads);
      return simd.run(plans[0]!, steps);
    },
    close() {
      // The helpers get no plan, as soon as all of them wait for one: this thread arrives without waiting.
      command([], 0);
      Atomics.add(cells, 0, 1);
      Atomics.notify(cells, 0);
    },
  };
}
