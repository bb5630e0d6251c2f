import type { Examples, Matrix } from "../numerics/mod.ts";
import type { Arena } from "./arena.ts";
import { findRows, gatherRows } from "./kernels/gather_rows.ts";
import type { StepKernels, Values } from "./kernels/kernels.ts";
import { viewsOfBlocks } from "./pass_rows.ts";

/**
 * Rows of a block: no sum over rows is longer before it is added to the total. Part of the definition of
 * the result.
 */
export const blockRows = 64;

/** The examples' inputs, without targets where there are none. */
export type Inputs = Omit<Examples, "targets"> & { targets?: Matrix<Float32Array> | undefined };

/** Rows that go through the network together, ready for the kernels. */
export interface Block {
  /** [?, inputs] the inputs; row r is row `first + r`. */
  x: Values;
  first: number;
  /** [capacity, outputs] the targets. */
  readonly y: Float32Array;
  /** The targets in blocks of 64 rows. */
  readonly yBlocks: readonly Float32Array[];
  /** [capacity] where each row stands in the data set. */
  readonly rows: Uint32Array;
  /** Fetches B rows from position `from` of the order on. */
  load(examples: Inputs, order: Uint32Array | undefined, from: number, B: number): void;
  /** As `load` without the inputs: only where the rows stand, and their targets. */
  loadRows(examples: Inputs, order: Uint32Array | undefined, from: number, B: number): void;
  /**
   * Whether all that a block is loaded from is, or can be brought, where the kernels can read it. Then
   * loads can be recorded.
   */
  canRecord(examples: Inputs, order: Uint32Array | undefined): boolean;
  /** From now on loads are computed with kernels that record; with none, as before. */
  recordWith(recording: Recording | undefined): void;
}

/** How loads are recorded. */
export interface Recording {
  kernels: StepKernels;
  /** Whether the position is another in every step. */
  moves: boolean;
}

/**
 * Reads rows, `capacity` at most at a time; rows that lie side by side are used where they are, others are gathered. Kernels
 * that can't read where data lies get a copy of all of it, made once: it must not change later.
 */
export function createBlock(
  arena: Arena,
  sizes: { inputs: number; outputs: number; capacity: number; readsAnyMemory: boolean },
): Block {
  const { inputs: I, outputs: U, capacity, readsAnyMemory } = sizes;
  const rows = arena.uint32(capacity);
  const y = arena.float32(capacity * U);
  let floats: Float32Array | undefined;
  let bytes: Uint8Array | undefined;

  /** Buffers for gathered rows, made when the first rows need them. */
  function gathered(values: Values): Values {
    if (values instanceof Uint8Array) return bytes ??= arena.uint8(capacity * I);
    return floats ??= arena.float32(capacity * I);
  }

  const copies = new WeakMap<Values | Uint32Array, Values | Uint32Array | null>();

  /** The values where the kernels can read them, or nothing where there is no room for a copy. */
  function readable<T extends Values | Uint32Array>(values: T): T | undefined {
    if (arena.holds(values)) return values;
    let copy = copies.get(values);
    if (copy === undefined) {
      copy = copyInto(arena, values);
      copies.set(values, copy);
    }
    return copy as T ?? undefined;
  }

  let recording: Recording | undefined;

  function use(source: Values): void {
    block.x = source;
    block.first = rows[0]!;
  }

  const block: Block = {
    x: y,
    first: 0,
    y,
    yBlocks: viewsOfBlocks(y, U),
    rows,
    canRecord({ inputs, targets, rows: chosen }, order) {
      const needed = [inputs.values, targets?.values, chosen].filter((values) => values);
      return (order === undefined || arena.holds(order)) &&
        needed.every((values) => readable(values!) !== undefined);
    },
    recordWith(next) {
      recording = next;
    },
    loadRows(examples, order, from, B) {
      const { targets, rows: chosen } = examples;
      if (recording) {
        const { kernels } = recording;
        kernels.findRows(rows, order, chosen && readable(chosen), from, B);
        if (targets) kernels.gatherRows(y, readable(targets.values)!, rows, B, U);
        return;
      }
      findRows(rows, order, chosen, from, B);
      if (targets) gatherRows(y, targets.values, rows, B, U);
    },
    load(examples, order, from, B) {
      const { inputs: { values } } = examples;
      block.loadRows(examples, order, from, B);
      const source = readsAnyMemory ? values : readable(values);
      if (recording) {
        // Where the rows stand is known now only if it stays so.
        if (!recording.moves) findRows(rows, order, examples.rows, from, B);
        if (!recording.moves && lieSideBySide(rows, B)) return use(source!);
        block.x = gathered(values);
        block.first = 0;
        recording.kernels.gatherRows(block.x, source!, rows, B, I);
        return;
      }
      if (source && lieSideBySide(rows, B)) return use(source);
      block.x = gathered(values);
      block.first = 0;
      if (source && arena.holds(source)) moveRows(arena, block.x, source, rows, B, I);
      else gatherRows(block.x, values, rows, B, I);
    },
  };
  return block;
}

/** Whether the first B of these rows come one after the other; without any, all rows do. */
export function lieSideBySide(rows: Uint32Array | undefined, B = rows?.length ?? 0): boolean {
  for (let r = 1; r < B; r++) if (rows![r] !== rows![0]! + r) return false;
  return true;
}

/** A copy in the arena, or null where it does not fit. */
function copyInto<T extends Values | Uint32Array>(arena: Arena, values: T): T | null {
  const kind = values instanceof Uint8Array
    ? "uint8"
    : values instanceof Uint32Array
    ? "uint32"
    : "float32";
  try {
    const copy = arena[kind](values.length);
    copy.set(values);
    return copy as T;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Rows within the arena, each as one move of memory: a loop over bytes is several times slower. */
function moveRows(
  arena: Arena,
  out: Values,
  values: Values,
  rows: Uint32Array,
  B: number,
  columns: number,
) {
  const bytes = columns * values.BYTES_PER_ELEMENT;
  for (let r = 0; r < B; r++) {
    arena.copy(out.byteOffset + r * bytes, values.byteOffset + rows[r]! * bytes, bytes);
  }
}
