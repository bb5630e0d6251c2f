import { maximumThreads, reservedBytes } from "./kernels/simd/regions.ts";

const pageBytes = 65536;
const maximumPages = 65536; // 4 GiB, all that 32-bit addresses reach
const alignment = 64; // a cache line, and the widest vector

/** The buffers of a run, all in one memory. */
export interface Arena {
  readonly memory: WebAssembly.Memory;
  /** Number of the first of the memory's threads that computes with this arena. */
  readonly thread: number;
  /** A buffer of zeros, its start aligned to 64 bytes. */
  float32(length: number): Float32Array;
  /** A buffer of zeros, its start aligned to 64 bytes. */
  uint8(length: number): Uint8Array;
  /** A buffer of zeros, its start aligned to 64 bytes. */
  uint32(length: number): Uint32Array;
  /** A buffer of zeros, its start aligned to 64 bytes. */
  float64(length: number): Float64Array;
  /** Copies bytes from one address of the memory to another, and makes no garbage. */
  copy(to: number, from: number, bytes: number): void;
  /** Where the buffer starts that an address is in; the address itself where there is none. */
  startOf(address: number): number;
  /** Whether a view is of this memory. */
  holds(view: ArrayBufferView): boolean;
  /** Takes all buffers back, for the next run: whoever still has one must not use it. */
  reset(): void;
}

export interface ArenaOptions {
  /** Shared with other arenas; its own by default. */
  memory?: WebAssembly.Memory;
  /** Of all threads that compute in the memory, the first that is this arena's; 0 by default. */
  thread?: number;
}

/** A memory for arenas. It is shared memory also because that may grow while its views stay valid. */
export function createMemory(): WebAssembly.Memory {
  const initial = reservedBytes / pageBytes;
  return new WebAssembly.Memory({ initial, maximum: maximumPages, shared: true });
}

/** Where a memory says how much of it is taken by arenas, in units of 64 bytes. */
const topAt = 64;

/**
 * Buffers that WebAssembly can compute in and that threads can share. Arenas of one memory, in whatever
 * threads, take from it side by side; what one has taken stays its own.
 *
 * @throws {RangeError} From its buffers, when the memory would be over 4 GiB; for a thread that there
 * is no region for.
 *
 * @example
 * ```ts
 * import { createArena } from "./arena.ts";
 *
 * const arena = createArena();
 * const weights = arena.float32(12288 * 20);
 * weights.byteOffset % 64; // 0
 * ```
 */
export function createArena(options: ArenaOptions = {}): Arena {
  const { memory = createMemory(), thread = 0 } = options;
  if (thread >= maximumThreads) {
    throw new RangeError(`Cannot compute as thread ${thread}: there are ${maximumThreads}`);
  }
  const top = new Int32Array(memory.buffer, topAt, 1);
  // Growing gives the same memory a new buffer object; views keep the one they were made with.
  const buffers = new WeakSet<ArrayBufferLike>();
  let whole = new Uint8Array(memory.buffer);
  /** What this arena has taken, and may use again after a reset. */
  const segments: { start: number; end: number }[] = [];
  let segment = 0;
  let used = 0;
  /** Where buffers start, in ascending order, and end. */
  const starts: number[] = [];
  const ends: number[] = [];

  /** A place that nobody has had since the last reset. */
  function find(bytes: number): number {
    for (; segment < segments.length; segment++, used = 0) {
      const { start, end } = segments[segment]!;
      if (start + used + bytes <= end) {
        const at = start + used;
        used += bytes;
        whole.fill(0, at, at + bytes);
        return at;
      }
    }
    const start = take(bytes);
    const last = segments.at(-1);
    if (last?.end === start) last.end += bytes;
    else segments.push({ start, end: start + bytes });
    segment = segments.length - 1;
    used = start + bytes - segments[segment]!.start;
    return start;
  }

  /** A place that no arena has had. */
  function take(bytes: number): number {
    const units = bytes / alignment;
    const start = reservedBytes + alignment * Atomics.add(top, 0, units);
    try {
      grow(memory, start + bytes);
    } catch (error) {
      Atomics.sub(top, 0, units);
      throw error;
    }
    return start;
  }

  function reserve(bytes: number): number {
    const start = find(Math.ceil(bytes / alignment) * alignment);
    starts.push(start);
    ends.push(start + bytes);
    buffers.add(memory.buffer);
    if (whole.length < memory.buffer.byteLength) whole = new Uint8Array(memory.buffer);
    return start;
  }

  return {
    memory,
    thread,
    float32(length) {
      const start = reserve(length * Float32Array.BYTES_PER_ELEMENT);
      return new Float32Array(memory.buffer, start, length);
    },
    uint8(length) {
      const start = reserve(length);
      return new Uint8Array(memory.buffer, start, length);
    },
    uint32(length) {
      const start = reserve(length * Uint32Array.BYTES_PER_ELEMENT);
      return new Uint32Array(memory.buffer, start, length);
    },
    float64(length) {
      const start = reserve(length * Float64Array.BYTES_PER_ELEMENT);
      return new Float64Array(memory.buffer, start, length);
    },
    copy(to, from, bytes) {
      if (whole.length < memory.buffer.byteLength) whole = new Uint8Array(memory.buffer);
      whole.copyWithin(to, from, from + bytes);
    },
    startOf(address) {
      let [low, high] = [0, starts.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (starts[middle]! <= address) low = middle + 1;
        else high = middle;
      }
      return low > 0 && address < ends[low - 1]! ? starts[low - 1]! : address;
    },
    holds: (view) => buffers.has(view.buffer) || view.buffer === memory.buffer,
    reset() {
      segment = 0;
      used = 0;
      starts.length = ends.length = 0;
    },
  };
}

function grow(memory: WebAssembly.Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes);
  if (missing <= 0) return;
  try {
    // Another thread may grow it too: then it is a little larger than it needs to be.
    memory.grow(missing);
  } catch (cause) {
    throw new RangeError(`Cannot get ${bytes} bytes of memory for the buffers of a run`, { cause });
  }
}
