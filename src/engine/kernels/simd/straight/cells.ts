// The memory that a step works in, cell by cell: what each holds after the operations so far.

import { type Graph, isZero, type Node } from "./graph.ts";

/** Rows that were copied, byte for byte, from wherever they stand in the data. */
interface Copied {
  readonly start: number;
  readonly end: number;
  /** Where the first byte came from. */
  readonly source: Node;
  readonly offset: number;
}

export interface Cells {
  /** Floats, or whole numbers, of 4 bytes. */
  readonly words: ReadonlyMap<number, Node>;
  readonly doubles: ReadonlyMap<number, Node>;
  read(address: number): Node;
  /** A byte as a float. */
  readByte(address: number): Node;
  readDouble(address: number): Node;
  write(address: number, value: Node): void;
  writeDouble(address: number, value: Node): void;
  /** The bytes at `start` are from now on those at source + offset. */
  copy(start: number, bytes: number, source: Node, offset: number): void;
}

export function createCells(g: Graph): Cells {
  const words = new Map<number, Node>();
  const doubles = new Map<number, Node>();
  let copies: Copied[] = [];

  function copyOf(address: number): Copied | undefined {
    return copies.find(({ start, end }) => start <= address && address < end);
  }

  return {
    words,
    doubles,
    read(address) {
      const copied = copyOf(address);
      if (copied) {
        return g.at("f32.load", copied.offset + address - copied.start, copied.source);
      }
      return words.get(address) ?? g.input(address);
    },
    readByte(address) {
      const copied = copyOf(address);
      const [offset, source] = copied
        ? [copied.offset + address - copied.start, copied.source]
        : [address, g.i32(0)];
      return g.op("f32.convert_i32_s", g.at("i32.load8_u", offset, source));
    },
    readDouble(address) {
      const found = doubles.get(address);
      if (found) return found;
      const [low, high] = [words.get(address), words.get(address + 4)];
      if (low && high && isZero(low) && isZero(high)) return g.f64(0);
      throw new RangeError(`No double at ${address}`);
    },
    write(address, value) {
      doubles.delete(address);
      doubles.delete(address - 4);
      words.set(address, value);
    },
    writeDouble(address, value) {
      words.delete(address);
      words.delete(address + 4);
      doubles.set(address, value);
    },
    copy(start, bytes, source, offset) {
      const others = copies.filter((copied) => copied.start !== start);
      copies = [...others, { start, end: start + bytes, source, offset }];
    },
  };
}
