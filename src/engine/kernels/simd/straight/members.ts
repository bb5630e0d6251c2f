// Activations and losses of assembly/activations.ts and losses.ts as graphs, two doubles at a time: the
// same operations in the same order. Where a member is missing here, its plans stay as they are.

import { ActivationNumber, LossNumber } from "../assembly/numbers.ts";
import { exp, expm1, sigmoid, softplus, softplusOfNegative, tanh } from "./functions.ts";
import type { Graph, Node } from "./graph.ts";

/** The values of a member's options, in the order of the module's classes. */
export type Options = Float64Array;

export interface ActivationGraph {
  readonly options: number;
  forward(g: Graph, z: Node, options: Options): Node;
  /** da/dz, from the logit z and the activation a. */
  backward(g: Graph, z: Node, a: Node, options: Options): Node;
}

export interface LossGraph {
  readonly options: number;
  readonly of: "logits" | "outputs";
  value(g: Graph, p: Node, y: Node, options: Options): Node;
  gradient(g: Graph, p: Node, y: Node, options: Options): Node;
}

function isPositive(g: Graph, x: Node): Node {
  return g.op("f64x2.gt", x, g.doubles(0));
}

function fromOne(g: Graph, x: Node): Node {
  return g.op("f64x2.sub", g.doubles(1), x);
}

/** The inner function of gelu's approximation by tanh. */
function geluInner(g: Graph, z: Node): Node {
  const square = g.op("f64x2.mul", g.op("f64x2.mul", g.doubles(0.044715), z), z);
  const cube = g.op("f64x2.mul", square, z);
  return g.op("f64x2.mul", g.doubles(0.7978845608028653559), g.op("f64x2.add", z, cube));
}

const lambda = 1.0507009873554804934193349852946;
const alpha = 1.6732632423543772848170429916717;

export const activationGraphs: { readonly [kind: number]: ActivationGraph } = {
  [ActivationNumber.linear]: {
    options: 0,
    forward: (_, z) => z,
    backward: (g) => g.doubles(1),
  },
  [ActivationNumber.sigmoid]: {
    options: 0,
    forward: sigmoid,
    backward: (g, _, a) => g.op("f64x2.mul", a, fromOne(g, a)),
  },
  [ActivationNumber.tanh]: {
    options: 0,
    forward: tanh,
    backward: (g, _, a) => fromOne(g, g.op("f64x2.mul", a, a)),
  },
  [ActivationNumber.relu]: {
    options: 0,
    forward: (g, z) => g.op("v128.andnot", z, g.op("f64x2.le", z, g.doubles(0))),
    backward: (g, z) => g.op("v128.and", isPositive(g, z), g.doubles(1)),
  },
  [ActivationNumber.leakyRelu]: {
    options: 1,
    forward: (g, z, [slope]) =>
      g.op("v128.bitselect", z, g.op("f64x2.mul", g.doubles(slope!), z), isPositive(g, z)),
    backward: (g, z, _, [slope]) =>
      g.op("v128.bitselect", g.doubles(1), g.doubles(slope!), isPositive(g, z)),
  },
  [ActivationNumber.elu]: {
    options: 1,
    forward(g, z, [alpha]) {
      const below = g.op("f64x2.mul", g.doubles(alpha!), expm1(g, z));
      return g.op("v128.bitselect", z, below, isPositive(g, z));
    },
    backward(g, z, _, [alpha]) {
      const below = g.op("f64x2.mul", g.doubles(alpha!), exp(g, z));
      return g.op("v128.bitselect", g.doubles(1), below, isPositive(g, z));
    },
  },
  [ActivationNumber.selu]: {
    options: 0,
    forward(g, z) {
      const below = g.op("f64x2.mul", g.doubles(lambda * alpha), expm1(g, z));
      const above = g.op("f64x2.mul", g.doubles(lambda), z);
      return g.op("v128.bitselect", above, below, isPositive(g, z));
    },
    backward(g, z) {
      const below = g.op("f64x2.mul", g.doubles(lambda * alpha), exp(g, z));
      return g.op("v128.bitselect", g.doubles(lambda), below, isPositive(g, z));
    },
  },
  [ActivationNumber.geluByTanh]: {
    options: 0,
    forward(g, z) {
      const half = g.op("f64x2.mul", g.doubles(0.5), z);
      return g.op("f64x2.mul", half, g.op("f64x2.add", g.doubles(1), tanh(g, geluInner(g, z))));
    },
    backward(g, z) {
      const t = tanh(g, geluInner(g, z));
      const square = g.op("f64x2.mul", g.op("f64x2.mul", g.doubles(3 * 0.044715), z), z);
      const rise = g.op("f64x2.add", g.doubles(1), square);
      const slope = g.op("f64x2.mul", g.doubles(0.7978845608028653559), rise);
      const below = g.op("f64x2.mul", g.doubles(0.5), g.op("f64x2.add", g.doubles(1), t));
      const half = g.op("f64x2.mul", g.doubles(0.5), z);
      const rest = fromOne(g, g.op("f64x2.mul", t, t));
      const change = g.op("f64x2.mul", g.op("f64x2.mul", half, rest), slope);
      return g.op("f64x2.add", below, change);
    },
  },
  [ActivationNumber.silu]: {
    options: 0,
    forward: (g, z) => g.op("f64x2.mul", z, sigmoid(g, z)),
    backward(g, z) {
      const s = sigmoid(g, z);
      const rest = g.op("f64x2.mul", z, fromOne(g, s));
      return g.op("f64x2.mul", s, g.op("f64x2.add", g.doubles(1), rest));
    },
  },
  [ActivationNumber.softplus]: {
    options: 0,
    forward: softplus,
    backward: sigmoid,
  },
};

/** Targets y with label smoothing, and what the losses of the ones among them are multiplied by. */
function crossEntropyTerms(g: Graph, target: Node, [epsilon, weight]: Options) {
  const kept = g.op("f64x2.mul", target, g.doubles(1 - epsilon!));
  const y = g.op("f64x2.add", kept, g.doubles(epsilon! / 2));
  const excess = g.op("f64x2.mul", g.doubles(weight! - 1), y);
  return { y, weight: g.op("f64x2.add", g.doubles(1), excess) };
}

/** −1 or 1 from 0 or 1. */
function side(g: Graph, y: Node): Node {
  return g.op("f64x2.sub", g.op("f64x2.mul", g.doubles(2), y), g.doubles(1));
}

export const lossGraphs: { readonly [kind: number]: LossGraph } = {
  [LossNumber.binaryCrossEntropy]: {
    options: 2,
    of: "logits",
    value(g, z, target, options) {
      const { y, weight } = crossEntropyTerms(g, target, options);
      const share = g.op("f64x2.mul", g.doubles(-options[1]!), y);
      const below = g.op("f64x2.mul", share, z);
      const above = g.op("f64x2.mul", fromOne(g, y), z);
      const far = g.op("v128.bitselect", above, below, isPositive(g, z));
      return g.op("f64x2.add", far, g.op("f64x2.mul", weight, softplusOfNegative(g, z)));
    },
    gradient(g, z, target, options) {
      const { y, weight } = crossEntropyTerms(g, target, options);
      const own = g.op("f64x2.mul", g.doubles(options[1]!), y);
      return g.op("f64x2.sub", g.op("f64x2.mul", sigmoid(g, z), weight), own);
    },
  },
  [LossNumber.squaredError]: {
    options: 0,
    of: "outputs",
    value(g, a, y) {
      const error = g.op("f64x2.sub", a, y);
      return g.op("f64x2.mul", error, error);
    },
    gradient: (g, a, y) => g.op("f64x2.mul", g.doubles(2), g.op("f64x2.sub", a, y)),
  },
  [LossNumber.absoluteError]: {
    options: 0,
    of: "outputs",
    value: (g, a, y) => g.op("f64x2.abs", g.op("f64x2.sub", a, y)),
    gradient(g, a, y) {
      const error = g.op("f64x2.sub", a, y);
      const rest = g.op("v128.bitselect", g.doubles(-1), error, g.op("f64x2.lt", a, y));
      return g.op("v128.bitselect", g.doubles(1), rest, g.op("f64x2.gt", a, y));
    },
  },
  [LossNumber.huber]: {
    options: 1,
    of: "outputs",
    value(g, a, y, [delta]) {
      const error = g.op("f64x2.abs", g.op("f64x2.sub", a, y));
      const near = g.op("f64x2.mul", g.op("f64x2.mul", g.doubles(0.5), error), error);
      const above = g.op("f64x2.sub", error, g.doubles(0.5 * delta!));
      const far = g.op("f64x2.mul", g.doubles(delta!), above);
      return g.op("v128.bitselect", near, far, g.op("f64x2.le", error, g.doubles(delta!)));
    },
    gradient(g, a, y, [delta]) {
      const error = g.op("f64x2.sub", a, y);
      const [top, bottom] = [g.doubles(delta!), g.doubles(-delta!)];
      const rest = g.op("v128.bitselect", bottom, error, g.op("f64x2.lt", error, bottom));
      return g.op("v128.bitselect", top, rest, g.op("f64x2.gt", error, top));
    },
  },
  [LossNumber.hinge]: {
    options: 0,
    of: "outputs",
    value(g, a, y) {
      const margin = g.op("f64x2.mul", side(g, y), a);
      const isFar = g.op("f64x2.ge", margin, g.doubles(1));
      return g.op("v128.andnot", fromOne(g, margin), isFar);
    },
    gradient(g, a, y) {
      const t = side(g, y);
      const isFar = g.op("f64x2.ge", g.op("f64x2.mul", t, a), g.doubles(1));
      return g.op("v128.andnot", g.op("f64x2.neg", t), isFar);
    },
  },
};
