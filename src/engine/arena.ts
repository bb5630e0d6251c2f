import { reservedBytes } from "./kernels/simd/regions.ts";

const pageBytes = 65536;
const maximumPages = 65536; // 4 GiB, all that 32-bit addresses reach
const alignment = 64; // a cache line, and the widest vector

/** The one memory that holds the buffers of a run. */
export interface Arena {
  readonly memory: WebAssembly.Memory;
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
  /** Whether a view is one of this arena's buffers, or a part of one. */
  holds(view: ArrayBufferView): boolean;
}

/**
 * A memory that WebAssembly can compute in and that threads can share. It is shared memory also
 * because that may grow while the views into it stay valid. Buffers are never given back: an arena
 * lives as long as its run.
 *
 * @throws {RangeError} From its buffers, when all of them together are over 4 GiB.
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
export function createArena(): Arena {
  const memory = new WebAssembly.Memory({
    initial: reservedBytes / pageBytes,
    maximum: maximumPages,
    shared: true,
  });
  // Growing gives the same memory a new buffer object; views keep the one they were made with.
  const buffers = new WeakSet<ArrayBufferLike>();
  let used = reservedBytes;
  let whole = new Uint8Array(memory.buffer);
  function reserve(bytes: number): number {
    const start = Math.ceil(used / alignment) * alignment;
    const missing = Math.ceil((start + bytes) / pageBytes) - memory.buffer.byteLength / pageBytes;
    if (missing > 0) grow(memory, missing);
    used = start + bytes;
    buffers.add(memory.buffer);
    if (whole.length < memory.buffer.byteLength) whole = new Uint8Array(memory.buffer);
    return start;
  }
  return {
    memory,
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
      whole.copyWithin(to, from, from + bytes);
    },
    holds: (view) => buffers.has(view.buffer),
  };
}

function grow(memory: WebAssembly.Memory, pages: number): void {
  const bytes = memory.buffer.byteLength + pages * pageBytes;
  try {
    memory.grow(pages);
  } catch (cause) {
    throw new RangeError(`Cannot get ${bytes} bytes of memory for the buffers of a run`, { cause });
  }
}
