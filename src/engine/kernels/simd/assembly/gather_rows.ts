// @ts-nocheck: AssemblyScript has types of its own.

// Which rows a block holds, and how they get there.

/**
 * Where B rows from position `from` of the order on stand in the data: order and chosen are u32, or no
 * address (0) for the positions themselves.
 */
export function findRows(rows: usize, order: usize, chosen: usize, from: i32, B: i32): void {
  for (let r = 0; r < B; r++) {
    let row = <usize> (from + r);
    if (order != 0) row = <usize> load<u32>(order + (row << 2));
    if (chosen != 0) row = <usize> load<u32>(chosen + (row << 2));
    store<u32>(rows + (<usize> r << 2), <u32> row);
  }
}

/** out [B, bytes] from the rows of values, `bytes` each. */
export function gatherRows(out: usize, values: usize, rows: usize, B: i32, bytes: i32): void {
  for (let r = 0; r < B; r++, out += bytes, rows += 4) {
    const from = values + <usize> load<u32>(rows) * <usize> bytes;
    if (bytes > 64) {
      memory.copy(out, from, bytes);
      continue;
    }
    let k: usize = 0;
    const end = <usize> bytes;
    for (; k + 8 <= end; k += 8) store<u64>(out + k, load<u64>(from + k));
    if (end & 4) {
      store<u32>(out + k, load<u32>(from + k));
      k += 4;
    }
    for (; k < end; k++) store<u8>(out + k, load<u8>(from + k));
  }
}

/** n bytes of zeros. A call to fill costs more than a few stores. */
export function clear(out: usize, bytes: i32): void {
  if (bytes > 256) {
    memory.fill(out, 0, bytes);
    return;
  }
  const end = out + <usize> bytes;
  for (; out + 16 <= end; out += 16) v128.store(out, f32x4.splat(0));
  for (; out + 4 <= end; out += 4) store<u32>(out, 0);
  for (; out < end; out++) store<u8>(out, 0);
}

/** n bytes. */
export function copy(out: usize, from: usize, bytes: i32): void {
  memory.copy(out, from, bytes);
}
