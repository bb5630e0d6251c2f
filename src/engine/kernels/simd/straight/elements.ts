// What the translations of operations share: reading and writing elements, and sums in their order.

import { termsOfBlock } from "../../linear.ts";
import type { Approximation } from "./approximate.ts";
import type { Cells } from "./cells.ts";
import { type Graph, type Node, TooLarge } from "./graph.ts";
import type { Options } from "./members.ts";

/** A step on its way to a graph. */
export interface Translation {
  readonly g: Graph;
  readonly cells: Cells;
  /** Doubles that are finite only if the losses so far are: losses, or approximations and errors. */
  readonly losses: Node[];
  readonly approximation?: Approximation | undefined;
  /** The values of options at an address. */
  options(address: number, count: number): Options;
  /** The whole numbers at an address. */
  table(address: number, count: number): Uint32Array;
}

/** Elements of a tensor; clearing makes no nodes, so nothing else ends it. */
const largestTensor = 4096;

/** Two floats as a pair of doubles; the second half of one alone means nothing. */
function pair(g: Graph, a: Node, b: Node | undefined): Node {
  return g.op("f64x2.promote_low_f32x4", floats(g, a, b));
}

function floats(g: Graph, a: Node, b: Node | undefined): Node {
  const first = g.op("f32x4.splat", a);
  return b ? g.at("f32x4.replace_lane", 1, first, b) : first;
}

/** The elements k and k + 1 of n floats at an address; the last one may be alone. */
function readTwo({ cells }: Translation, address: number, k: number, n: number) {
  const first = cells.read(address + 4 * k);
  return [first, k + 1 < n ? cells.read(address + 4 * k + 4) : undefined] as const;
}

export function readPair(t: Translation, address: number, k: number, n: number): Node {
  return pair(t.g, ...readTwo(t, address, k, n));
}

export function readFloats(t: Translation, address: number, k: number, n: number): Node {
  return floats(t.g, ...readTwo(t, address, k, n));
}

export function writeFloats(
  { g, cells }: Translation,
  address: number,
  k: number,
  n: number,
  v: Node,
) {
  cells.write(address + 4 * k, g.at("f32x4.extract_lane", 0, v));
  if (k + 1 < n) cells.write(address + 4 * k + 4, g.at("f32x4.extract_lane", 1, v));
}

export function writePair(t: Translation, address: number, k: number, n: number, v: Node): void {
  const value = t.approximation?.of(v) ?? v;
  writeFloats(t, address, k, n, t.g.op("f32x4.demote_f64x2_zero", value));
}

/** sum + a pair's lanes, the first one first. */
export function addPair(g: Graph, sum: Node, v: Node, isPair: boolean): Node {
  const first = g.op("f64.add", sum, g.at("f64x2.extract_lane", 0, v));
  return isPair ? g.op("f64.add", first, g.at("f64x2.extract_lane", 1, v)) : first;
}

/** start + Σₖ a(k)·b(k), in blocks. */
export function addProducts(
  g: Graph,
  start: Node,
  K: number,
  product: (k: number) => readonly [Node, Node],
): Node {
  let total = start;
  for (let from = 0; from < K; from += termsOfBlock) {
    let sum = g.f32(0);
    for (let k = from; k < Math.min(K, from + termsOfBlock); k++) {
      sum = g.op("f32.add", sum, g.op("f32.mul", ...product(k)));
    }
    total = g.op("f32.add", total, sum);
  }
  return total;
}

/** Element by element: out = f(element k). */
export function each(n: number, { cells }: Translation, out: number, f: (k: number) => Node): void {
  if (n > largestTensor) throw new TooLarge();
  for (let k = 0; k < n; k++) cells.write(out + 4 * k, f(k));
}

/** Σ x² in four lanes of doubles, added in a tree: lane k mod 4 takes element k. */
function sumOfSquares({ g, cells }: Translation, x: number, n: number): Node {
  const lanes = [0, 1, 2, 3].map(() => g.f64(0));
  for (let k = 0; k < n; k++) {
    const value = g.op("f64.promote_f32", cells.read(x + 4 * k));
    lanes[k % 4] = g.op("f64.add", lanes[k % 4]!, g.op("f64.mul", value, value));
  }
  const [a, b, c, d] = lanes;
  return g.op("f64.add", g.op("f64.add", a!, b!), g.op("f64.add", c!, d!));
}

/** Scales tensors by limit / norm where their norm is above the limit. */
export function limitNorm(
  t: Translation,
  tensors: readonly { x: number; n: number }[],
  limit: number,
): void {
  const { g, cells } = t;
  const sums = tensors.map(({ x, n }) => sumOfSquares(t, x, n));
  const norm = g.op("f64.sqrt", sums.reduce((a, b) => g.op("f64.add", a, b)));
  const factor = g.op("f32.demote_f64", g.op("f64.div", g.f64(limit), norm));
  const isAbove = g.op("f64x2.gt", g.op("f64x2.splat", norm), g.doubles(limit));
  for (const { x, n } of tensors) {
    each(n, t, x, (k) => {
      const value = cells.read(x + 4 * k);
      const scaled = g.op("f32x4.splat", g.op("f32.mul", value, factor));
      const chosen = g.op("v128.bitselect", scaled, g.op("f32x4.splat", value), isAbove);
      return g.at("f32x4.extract_lane", 0, chosen);
    });
  }
}
