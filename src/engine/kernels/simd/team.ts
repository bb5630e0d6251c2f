import { type SimdModule, simdModule } from "./instance.ts";
import { maximumThreads } from "./regions.ts";

/** Threads that run plans together. */
export interface Team {
  readonly threads: number;
  /** Where they wait for each other. */
  readonly address: number;
  /** Whether all of them are there: starting takes a while, which nobody needs to wait for. */
  isReady(): boolean;
  /** Runs a plan for each thread; this thread is the first. Returns the steps that were finished. */
  run(simd: SimdModule, plans: readonly number[], steps: number): number;
  /** Ends the helpers; from then on the team is not ready any more. */
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

/**
 * Starts the helpers of a team, which live until `close`: a thread that waits in WebAssembly is ended
 * by nothing else but the end of the program.
 *
 * @throws {RangeError} for more threads than there are regions
 */
export function createTeam(
  arena: { readonly memory: WebAssembly.Memory; uint8(length: number): Uint8Array },
  threads: number,
): Team {
  if (threads > maximumThreads) {
    throw new RangeError(`Cannot share a run among ${threads} threads: at most ${maximumThreads}`);
  }
  const { memory } = arena;
  const address = arena.uint8(teamBytes).byteOffset;
  const commands = arena.uint8(threads * commandBytes).byteOffset;
  const cells = new Int32Array(memory.buffer);
  const source = `data:text/javascript,${encodeURIComponent(helper)}`;
  for (let thread = 1; thread < threads; thread++) {
    const worker = new Worker(source, { type: "module", deno: { permissions: "none" } });
    worker.postMessage({
      module: simdModule(thread),
      memory,
      team: address,
      threads,
      command: commands + thread * commandBytes,
      ready: address + readyAt,
    });
  }
  let ready = false;
  let closed = false;

  function command(plans: readonly number[], steps: number): void {
    for (let thread = 1; thread < threads; thread++) {
      const at = (commands + thread * commandBytes) / 4;
      cells[at] = plans[thread] ?? 0;
      cells[at + 1] = steps;
    }
  }

  return {
    threads,
    address,
    isReady() {
      ready ||= Atomics.load(cells, (address + readyAt) / 4) === threads - 1;
      return ready && !closed;
    },
    run(simd, plans, steps) {
      command(plans, steps);
      simd.barrier(address, threads);
      return simd.run(plans[0]!, steps);
    },
    close() {
      if (closed) return;
      closed = true;
      // The helpers get no plan, as soon as all of them wait for one: this thread arrives without waiting.
      command([], 0);
      Atomics.add(cells, address / 4, 1);
      Atomics.notify(cells, address / 4);
    },
  };
}
