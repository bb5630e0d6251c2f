// What a step computes, as a graph: each node is an instruction on the results of others.

import { type InstructionName, instructions, type Type } from "./instructions.ts";

export interface Node {
  readonly id: number;
  /**
   * An instruction; `constant` with its bits; `input`, the float at an address before the step; or a
   * `variable` of the loop.
   */
  readonly op: InstructionName | "constant" | "input" | "variable";
  readonly type: Type;
  readonly args: readonly Node[];
  /** Offset of a load, number of a lane, address of an input, number of a variable. */
  readonly immediate: number;
  /** Of a constant; of a vector, those of each 64-bit lane. */
  readonly bits: bigint;
}

/** What differs from step to step, besides the inputs: see emit.ts. */
export enum Variable {
  /** Position of the run's first row in the order, then of each step's. */
  from,
  epoch,
  /** Bytes from the first step's numbers of the optimizer to this step's. */
  numbers,
}

export interface Graph {
  /** Of the number of nodes. */
  limit: number;
  /** In an order in which each comes after its arguments. */
  readonly nodes: readonly Node[];
  /** The arguments of nodes that are sigmoids. */
  readonly sigmoids: Map<Node, Node>;
  f32(value: number): Node;
  f64(value: number): Node;
  i32(value: number): Node;
  /** A vector of equal doubles. */
  doubles(value: number): Node;
  /** A vector of equal floats. */
  floats(value: number): Node;
  /** A vector of equal 64-bit numbers. */
  words(value: bigint): Node;
  input(address: number): Node;
  variable(which: Variable): Node;
  op(name: InstructionName, ...args: Node[]): Node;
  /** The same node on others. */
  withArguments(node: Node, args: readonly Node[]): Node;
  /** A load or a lane. */
  at(name: InstructionName, immediate: number, ...args: Node[]): Node;
}

/** More than a step of straight code may have: it pays only for few. */
export class TooLarge extends Error {}

const view = new DataView(new ArrayBuffer(8));

function bitsOfFloat(value: number): bigint {
  view.setFloat32(0, value);
  return BigInt(view.getUint32(0));
}

function bitsOfDouble(value: number): bigint {
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

/** @throws {TooLarge} when it gets more nodes than `limit`. */
export function createGraph(limit: number): Graph {
  const nodes: Node[] = [];
  const known = new Map<string, Node>();
  const never = createNeverMinusZero();

  function node(
    op: Node["op"],
    type: Type,
    { args = [], immediate = 0, bits = 0n }: Partial<Pick<Node, "args" | "immediate" | "bits">>,
  ): Node {
    const key = `${op} ${type} ${immediate} ${bits} ${args.map(({ id }) => id)}`;
    let found = known.get(key);
    if (!found) {
      if (nodes.length >= graph.limit) throw new TooLarge();
      found = { id: nodes.length, op, type, args, immediate, bits };
      nodes.push(found);
      known.set(key, found);
    }
    return found;
  }

  const graph: Graph = {
    limit,
    nodes,
    sigmoids: new Map(),
    f32: (value) => node("constant", "f32", { bits: bitsOfFloat(value) }),
    f64: (value) => node("constant", "f64", { bits: bitsOfDouble(value) }),
    i32: (value) => node("constant", "i32", { bits: BigInt.asUintN(32, BigInt(value)) }),
    doubles: (value) => node("constant", "v128", { bits: bitsOfDouble(value) }),
    floats(value) {
      const bits = bitsOfFloat(value);
      return node("constant", "v128", { bits: bits << 32n | bits });
    },
    words: (bits) => node("constant", "v128", { bits }),
    input: (address) => node("input", "f32", { immediate: address }),
    variable: (which) => node("variable", "i32", { immediate: which }),
    op: (name, ...args) => simplified(name, args) ?? node(name, instructions[name].type, { args }),
    withArguments: (given, args) =>
      args.every((part, k) => part === given.args[k])
        ? given
        : node(given.op, given.type, { ...given, args }),
    at: (name, immediate, ...args) =>
      laneOf(name, immediate, args[0]!) ?? node(name, instructions[name].type, { args, immediate }),
  };

  /** What an operation comes to, to the bit, where it is nothing to do. */
  function simplified(name: InstructionName, [a, b]: Node[]): Node | undefined {
    if (name === "f32.add" || name === "f64.add") {
      if (isZero(a!) && never(b!)) return b;
      if (isZero(b!) && never(a!)) return a;
    }
    if (name === "f32.mul" || name === "f64x2.mul") {
      if (a!.op === "constant" && a!.bits === oneBits[name]) return b;
      if (b!.op === "constant" && b!.bits === oneBits[name]) return a;
    }
    return undefined;
  }

  return graph;
}

const oneBits = { "f32.mul": 0x3f800000n, "f64x2.mul": 0x3ff0000000000000n };

/** A lane that was put in just before. */
function laneOf(name: InstructionName, lane: number, vector: Node): Node | undefined {
  if (name !== "f32x4.extract_lane") return undefined;
  if (vector.op === "f32x4.splat") return vector.args[0];
  if (vector.op !== "f32x4.replace_lane") return undefined;
  if (vector.immediate === lane) return vector.args[1];
  return laneOf(name, lane, vector.args[0]!);
}

/** Whether it is a scalar +0. */
export function isZero({ op, bits }: Node): boolean {
  return op === "constant" && bits === 0n;
}

/**
 * Whether a node is never −0, if the inputs are not for which `assume` holds. A sum is −0 only where both
 * parts are, a difference only where its first part is.
 */
export function createNeverMinusZero(
  assume: (input: Node) => boolean = () => false,
): (node: Node) => boolean {
  const known = new Map<Node, boolean>();

  function never(node: Node): boolean {
    let found = known.get(node);
    if (found === undefined) known.set(node, found = find(node));
    return found;
  }

  function find(node: Node): boolean {
    const { op, args, type, bits } = node;
    switch (op) {
      case "constant":
        return type === "f32" ? bits !== 0x80000000n : bits !== 0x8000000000000000n;
      case "input":
        return assume(node);
      case "f32.add":
      case "f64.add":
      case "f64x2.add":
        return args.some(never);
      case "f32.sub":
      case "f64.sub":
      case "f64x2.sub":
      case "f32x4.splat":
      case "f32x4.extract_lane":
      case "f64x2.promote_low_f32x4":
        return never(args[0]!);
      case "f32x4.replace_lane":
        return args.every(never);
      default:
        return false;
    }
  }

  return never;
}
