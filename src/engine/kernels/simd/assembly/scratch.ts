// @ts-nocheck: AssemblyScript has types of its own.

/** Bytes that a thread's kernels need for themselves; 64-byte aligned. */
export const scratchBytes: i32 = 65536;

let start: usize = 0;

/** Where this instance's scratch is; no kernel may run before. */
export function useScratch(address: usize): void {
  start = address;
}

/** An address in the scratch. */
export function scratch(offset: usize): usize {
  return start + offset;
}
