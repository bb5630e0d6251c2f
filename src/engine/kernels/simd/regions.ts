// Each thread has a region of the memory for itself. It has to be a constant in the thread's code, see
// assembly/scratch.ts: so each thread gets the module with the constants of its own region.

/** Beyond 2^21, so that every address in any region takes 4 bytes in the module. */
export const firstRegion = 0x200000;

export const regionBytes = 65536;

/** Threads that can compute in one memory. */
export const maximumThreads = 64;

/** Buffers start behind the regions; V8 needs to know the memory to be that large from the start. */
export const reservedBytes = firstRegion + maximumThreads * regionBytes;

/** Where a thread's region starts. */
export function regionOf(thread: number): number {
  return firstRegion + thread * regionBytes;
}

/**
 * The module of thread `thread`. `relocations` are the distances from one constant of the region to
 * the next, each 4 bytes in LEB128: 7 bits a byte, the lowest first.
 */
export function relocate(
  module: Uint8Array,
  relocations: readonly number[],
  thread: number,
): Uint8Array<ArrayBuffer> {
  const moved = Uint8Array.from(module);
  let at = 0;
  for (const distance of relocations) {
    at += distance;
    let address = thread * regionBytes;
    for (let k = 0; k < 4; k++) address += (moved[at + k]! & 127) << (7 * k);
    for (let k = 0; k < 4; k++) {
      moved[at + k] = (address >> (7 * k)) & 127 | (k < 3 ? 128 : 0);
    }
  }
  return moved;
}

/** Where the constants of the region are, found by what differs in the module of thread 1. */
export function findRelocations(module: Uint8Array, moved: Uint8Array): number[] {
  const relocations: number[] = [];
  let last = 0;
  module.forEach((byte, at) => {
    if (byte === moved[at]) return;
    // A step of 2^16 changes the third byte, by 2^(16 − 14).
    const start = at - 2;
    if (moved[at]! - byte !== regionBytes >> 14) throw new RangeError(`No address at ${start}`);
    relocations.push(start - last);
    last = start;
  });
  return relocations;
}
