// Results that are rounded to float32 need not be known to the last bit of a double. Where a step waits
// for a sigmoid, it goes on with an approximation that takes half the time, and a bound of its error is
// carried along. Where it is rounded, both ends of what the exact operations can come to are rounded
// too: if they are the same float, that is the result. If not, once in some 100000 steps, the step is
// left to the exact operations. So not a bit depends on the approximation.

import type { Graph, Node } from "./graph.ts";

export interface Approximation {
  /** What a node is near to; undefined where an operation's error is not known. */
  bound(exact: Node): Bounded | undefined;
  /** A node whose lanes, rounded to floats, are those of `exact` unless a lane of `doubts` is set. */
  of(exact: Node): Node;
  /** Vectors with a bit set where a result may be wrong. */
  readonly doubts: readonly Node[];
}

/** Of a sigmoid: relative to it, and where it holds. 0.9·2^-43 by the terms named below. */
const sigmoidError = 1 / 4398046511104; // 2^-42
const largestArgument = 500;

/** Of the roundings of one operation, here and in the exact ones, relative to its result. */
const operationError = 1 / 2251799813685248; // 2^-51

export interface Bounded {
  readonly value: Node;
  /** The exact node's lanes are at most so far away; none where they are the same. */
  readonly error?: Node;
}

export function createApproximation(g: Graph): Approximation {
  const known = new Map<Node, Bounded | undefined>();
  const doubts = new Set<Node>();
  const mul = (a: Node, b: Node) => g.op("f64x2.mul", a, b);
  const add = (a: Node, b: Node) => g.op("f64x2.add", a, b);
  const abs = (a: Node) => g.op("f64x2.abs", a);

  function bound(node: Node): Bounded | undefined {
    if (!known.has(node)) known.set(node, compute(node));
    return known.get(node);
  }

  function compute(node: Node): Bounded | undefined {
    const x = g.sigmoids.get(node);
    if (x) {
      const value = approximateSigmoid(g, x);
      return { value, error: mul(value, g.doubles(sigmoidError)) };
    }
    if (!dependsOnSigmoid(node)) return { value: node };
    const parts = node.args.map(bound);
    if (parts.some((part) => part === undefined)) return undefined;
    const [a, b] = parts as [Bounded, Bounded];
    const errors: Node[] = [];
    if (node.op === "f64x2.mul") {
      if (a.error) errors.push(mul(a.error, abs(b.value)));
      if (b.error) errors.push(mul(b.error, abs(a.value)));
      if (a.error && b.error) errors.push(mul(a.error, b.error));
    } else if (node.op === "f64x2.add" || node.op === "f64x2.sub") {
      for (const { error } of [a, b]) if (error) errors.push(error);
    } else return undefined;
    const value = g.op(node.op, a.value, b.value);
    errors.push(mul(abs(value), g.doubles(operationError)));
    return { value, error: errors.reduce(add) };
  }

  const depends = new Map<Node, boolean>();
  function dependsOnSigmoid(node: Node): boolean {
    let found = depends.get(node);
    if (found === undefined) {
      found = g.sigmoids.has(node) || node.type === "v128" && node.args.some(dependsOnSigmoid);
      depends.set(node, found);
    }
    return found;
  }

  return {
    bound,
    get doubts() {
      return [...doubts];
    },
    of(exact) {
      const bounded = bound(exact);
      if (!bounded?.error) return exact;
      const { value, error } = bounded;
      // Twice the bound: it was itself rounded on its way.
      const twice = add(error, error);
      const lowest = g.op("f32x4.demote_f64x2_zero", g.op("f64x2.sub", value, twice));
      const highest = g.op("f32x4.demote_f64x2_zero", add(value, twice));
      // As bits: −0 and +0 are not the same.
      doubts.add(g.op("i32x4.ne", lowest, highest));
      for (const x of argumentsOf(exact)) {
        const isKnown = g.op("f64x2.lt", abs(x), g.doubles(largestArgument));
        doubts.add(g.op("v128.not", isKnown));
      }
      return value;
    },
  };

  /** Of the sigmoids that a node depends on. */
  function argumentsOf(node: Node, seen = new Set<Node>()): Node[] {
    if (seen.has(node) || !dependsOnSigmoid(node)) return [];
    seen.add(node);
    const x = g.sigmoids.get(node);
    return x ? [x] : node.args.flatMap((part) => argumentsOf(part, seen));
  }
}

/**
 * 1 / (1 + 2^(k + r)) with k + r = −x·log₂e. Relative error: log₂e and its product with x are rounded,
 * so the exponent is off by 1.5·2^-53 of |x|·log₂e ≤ 722, which makes 0.75·2^-43 of the power; the
 * polynomial adds 2^-46, all other roundings 2^-49.
 */
function approximateSigmoid(g: Graph, x: Node): Node {
  const t = g.op("f64x2.mul", x, g.doubles(-1.44269504088896338700));
  const k = g.op("f64x2.nearest", t);
  const r = g.op("f64x2.sub", t, k);
  const power = powerOf2(g, r);
  // Adding to the exponent: it stays that of a normal number.
  const whole = g.op("f64x2.add", k, g.doubles(6755399441055744));
  const bits = g.op("i64x2.add", power, g.op("i64x2.shl", whole, g.i32(52)));
  return g.op("f64x2.div", g.doubles(1), g.op("f64x2.add", g.doubles(1), bits));
}

/** 2^r for |r| ≤ ½: the first 12 terms of its series, (ln 2)ⁿ / n!, added in a tree. */
function powerOf2(g: Graph, r: Node): Node {
  const coefficients: Node[] = [];
  for (let n = 0, coefficient = 1; n < 12; n++, coefficient *= Math.LN2 / n) {
    coefficients.push(g.doubles(coefficient));
  }
  let terms = coefficients;
  for (let power = r; terms.length > 1; power = g.op("f64x2.mul", power, power)) {
    terms = terms.flatMap((term, k) => {
      if (k % 2 === 1) return [];
      const next = terms[k + 1];
      return next ? [g.op("f64x2.add", term, g.op("f64x2.mul", power, next))] : [term];
    });
  }
  return terms[0]!;
}
