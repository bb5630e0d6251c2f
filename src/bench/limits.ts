import { createLoops, type LoopOptions, type Loops } from "./wasm_loops.ts";

/** What one thread of this machine reaches in WebAssembly SIMD. */
export interface Limits {
  /** 10⁹ multiplications and additions a second, all in registers. */
  gflops: number;
  /** By how much is touched: 16 KiB fit a first cache, 512 KiB a second, 4 MiB a third, 256 MiB none. */
  bandwidths: { bytes: number; readGbs: number; copyGbs: number }[];
}

const pageBytes = 65536;

/** Measures the limits: the best of some tries, for nothing but the machine itself sets it. */
export function measureLimits(
  options: LoopOptions & { tries: number; sampleMs: number },
): Limits {
  const largest = 256 * 2 ** 20;
  const pages = largest / pageBytes;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65536, shared: true });
  new Uint8Array(memory.buffer).fill(1);
  const loops = createLoops(memory, options);
  const rate = (work: (times: number) => void) => bestRate(work, options);
  return {
    gflops: rate((times) => void loops.multiplyAdd(10_000 * times)) * 10_000 *
      loops.flopsPerTurn / 1e9,
    bandwidths: [2 ** 14, 2 ** 19, 2 ** 22, largest].map((bytes) => ({
      bytes,
      readGbs: rate((times) => repeat(times, () => loops.read(0, bytes))) * bytes / 1e9,
      copyGbs: rate((times) => repeat(times, () => copyHalf(loops, bytes))) * bytes / 1e9,
    })),
  };
}

/** Reads one half and writes the other: `bytes` in all. */
function copyHalf(loops: Loops, bytes: number): void {
  loops.copy(bytes / 2, 0, bytes / 2);
}

function repeat(times: number, work: () => void): void {
  for (let k = 0; k < times; k++) work();
}

/** How often a second something can be done, at best. */
function bestRate(
  work: (times: number) => void,
  { tries, sampleMs }: { tries: number; sampleMs: number },
): number {
  let times = 1;
  let ms = timeOf(() => work(times));
  while (ms < sampleMs) {
    times *= 2;
    ms = timeOf(() => work(times));
  }
  let best = ms;
  for (let k = 1; k < tries; k++) best = Math.min(best, timeOf(() => work(times)));
  return 1000 * times / best;
}

function timeOf(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

// In a process of its own: flags of V8 are those of the whole process.
if (import.meta.main) console.log(JSON.stringify(measureLimits(JSON.parse(Deno.args[0]!))));
