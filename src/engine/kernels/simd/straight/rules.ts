// The updates of assembly/optimizers.ts as graphs, one weight at a time: the same operations in the same
// order.

import { Rule } from "../assembly/rules.ts";
import type { Graph, Node } from "./graph.ts";

/** A weight, its gradient and its state: before the step, or after it. */
export interface Weight {
  w: Node;
  g: Node;
  state: readonly Node[];
}

export interface RuleGraph {
  readonly numbers: number;
  step(graph: Graph, weight: Weight, numbers: readonly Node[]): Omit<Weight, "g">;
}

const add = (g: Graph, a: Node, b: Node) => g.op("f32.add", a, b);
const sub = (g: Graph, a: Node, b: Node) => g.op("f32.sub", a, b);
const mul = (g: Graph, a: Node, b: Node) => g.op("f32.mul", a, b);
const div = (g: Graph, a: Node, b: Node) => g.op("f32.div", a, b);
const sqrt = (g: Graph, a: Node) => g.op("f32.sqrt", a);

/** s + share·(x − s): a mean that follows x. */
function follow(g: Graph, s: Node, share: Node, x: Node): Node {
  return add(g, s, mul(g, share, sub(g, x, s)));
}

/** w −= rate·step. */
function descend(g: Graph, w: Node, rate: Node, step: Node): Node {
  return sub(g, w, mul(g, rate, step));
}

/** √s·correction + ε. */
function root(g: Graph, s: Node, correction: Node, epsilon: Node): Node {
  return add(g, mul(g, sqrt(g, s), correction), epsilon);
}

/** −1, 0 or 1; −0 and NaN stay. */
export function signOf(g: Graph, x: Node): Node {
  const v = g.op("f32x4.splat", x);
  const bit = g.floats(-0);
  const one = g.op("v128.or", g.op("v128.and", v, bit), g.floats(1));
  const isNone = g.op("f32x4.gt", g.op("f32x4.abs", v), g.floats(0));
  return g.at("f32x4.extract_lane", 0, g.op("v128.bitselect", one, v, isNone));
}

/** max(0, s). */
function positive(g: Graph, s: Node): Node {
  const v = g.op("f32x4.pmax", g.op("f32x4.splat", s), g.floats(0));
  return g.at("f32x4.extract_lane", 0, v);
}

/** The means of Adam and its kin. */
function means(graph: Graph, { g, state: [m, v] }: Weight, newMean: Node, newSquare: Node) {
  return {
    mean: follow(graph, m!, newMean, g),
    square: follow(graph, v!, newSquare, mul(graph, g, g)),
  };
}

/** Root mean square, perhaps centred, perhaps with momentum. */
function rmsprop(options: { isCentred: boolean; hasMomentum: boolean }): RuleGraph {
  const { isCentred, hasMomentum } = options;
  return {
    numbers: 4,
    step(graph, { w, g, state: [s, ...others] }, [rate, share, epsilon, kept]) {
      const square = follow(graph, s!, share!, mul(graph, g, g));
      const state = [square];
      let spread = square;
      if (isCentred) {
        const mean = follow(graph, others.shift()!, share!, g);
        state.push(mean);
        spread = positive(graph, sub(graph, square, mul(graph, mean, mean)));
      }
      const step = div(graph, g, add(graph, sqrt(graph, spread), epsilon!));
      if (!hasMomentum) return { w: descend(graph, w, rate!, step), state };
      const velocity = add(graph, mul(graph, kept!, others.shift()!), step);
      return { w: descend(graph, w, rate!, velocity), state: [...state, velocity] };
    },
  };
}

export const ruleGraphs: { readonly [rule: number]: RuleGraph } = {
  [Rule.gradientDescent]: {
    numbers: 1,
    step: (graph, { w, g }, [rate]) => ({ w: descend(graph, w, rate!, g), state: [] }),
  },
  [Rule.momentum]: {
    numbers: 2,
    step(graph, { w, g, state: [v] }, [rate, beta]) {
      const velocity = add(graph, mul(graph, beta!, v!), g);
      return { w: descend(graph, w, rate!, velocity), state: [velocity] };
    },
  },
  [Rule.averagedMomentum]: {
    numbers: 3,
    step(graph, { w, g, state: [v] }, [rate, beta, share]) {
      const velocity = add(graph, mul(graph, beta!, v!), mul(graph, share!, g));
      return { w: descend(graph, w, rate!, velocity), state: [velocity] };
    },
  },
  [Rule.nesterovMomentum]: {
    numbers: 3,
    step(graph, { w, g, state: [v] }, [rate, beta, share]) {
      const gradient = mul(graph, share!, g);
      const velocity = add(graph, mul(graph, beta!, v!), gradient);
      const step = add(graph, gradient, mul(graph, beta!, velocity));
      return { w: descend(graph, w, rate!, step), state: [velocity] };
    },
  },
  [Rule.lion]: {
    numbers: 4,
    step(graph, { w, g, state: [m] }, [rate, stepShare, newMean, decay]) {
      const change = sub(graph, g, m!);
      const direction = signOf(graph, add(graph, m!, mul(graph, stepShare!, change)));
      const mean = add(graph, m!, mul(graph, newMean!, change));
      const decayed = sub(graph, w, mul(graph, decay!, w));
      return { w: descend(graph, decayed, rate!, direction), state: [mean] };
    },
  },
  [Rule.adagrad]: {
    numbers: 3,
    step(graph, { w, g, state: [s] }, [rate, epsilon, initial]) {
      const square = add(graph, s!, mul(graph, g, g));
      const below = add(graph, sqrt(graph, add(graph, initial!, square)), epsilon!);
      return { w: descend(graph, w, rate!, div(graph, g, below)), state: [square] };
    },
  },
  [Rule.adadelta]: {
    numbers: 3,
    step(graph, { w, g, state: [s, d] }, [rate, share, epsilon]) {
      const square = follow(graph, s!, share!, mul(graph, g, g));
      const above = sqrt(graph, add(graph, d!, epsilon!));
      const below = sqrt(graph, add(graph, square, epsilon!));
      const step = mul(graph, div(graph, above, below), g);
      const squaredStep = follow(graph, d!, share!, mul(graph, step, step));
      return { w: descend(graph, w, rate!, step), state: [square, squaredStep] };
    },
  },
  [Rule.rmsprop]: rmsprop({ isCentred: false, hasMomentum: false }),
  [Rule.rmspropMomentum]: rmsprop({ isCentred: false, hasMomentum: true }),
  [Rule.rmspropCentered]: rmsprop({ isCentred: true, hasMomentum: false }),
  [Rule.rmspropCenteredMomentum]: rmsprop({ isCentred: true, hasMomentum: true }),
  [Rule.adam]: {
    numbers: 5,
    step(graph, weight, [rate, correction, newMean, newSquare, epsilon]) {
      const { mean, square } = means(graph, weight, newMean!, newSquare!);
      const step = div(graph, mean, root(graph, square, correction!, epsilon!));
      return { w: descend(graph, weight.w, rate!, step), state: [mean, square] };
    },
  },
  [Rule.amsgrad]: {
    numbers: 5,
    step(graph, weight, [rate, correction, newMean, newSquare, epsilon]) {
      const { mean, square } = means(graph, weight, newMean!, newSquare!);
      const largest = graph.op("f32.max", weight.state[2]!, square);
      const step = div(graph, mean, root(graph, largest, correction!, epsilon!));
      return { w: descend(graph, weight.w, rate!, step), state: [mean, square, largest] };
    },
  },
  [Rule.adamw]: {
    numbers: 6,
    step(graph, weight, [rate, correction, newMean, newSquare, epsilon, decay]) {
      const { mean, square } = means(graph, weight, newMean!, newSquare!);
      const step = div(graph, mean, root(graph, square, correction!, epsilon!));
      const decayed = sub(graph, weight.w, mul(graph, decay!, weight.w));
      return { w: descend(graph, decayed, rate!, step), state: [mean, square] };
    },
  },
  [Rule.adamax]: {
    numbers: 4,
    step(graph, { w, g, state: [m, u] }, [rate, newMean, beta2, epsilon]) {
      const mean = follow(graph, m!, newMean!, g);
      const size = add(graph, graph.op("f32.abs", g), epsilon!);
      const largest = graph.op("f32.max", mul(graph, beta2!, u!), size);
      const step = div(graph, mean, largest);
      return { w: descend(graph, w, rate!, step), state: [mean, largest] };
    },
  },
  [Rule.nadam]: {
    numbers: 6,
    step(graph, weight, [gradientRate, meanRate, correction, newMean, newSquare, epsilon]) {
      const { w, g } = weight;
      const { mean, square } = means(graph, weight, newMean!, newSquare!);
      const below = root(graph, square, correction!, epsilon!);
      const above = add(graph, mul(graph, gradientRate!, g), mul(graph, meanRate!, mean));
      return { w: sub(graph, w, div(graph, above, below)), state: [mean, square] };
    },
  },
};
