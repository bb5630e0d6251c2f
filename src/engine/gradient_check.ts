import type { Examples } from "../numerics/mod.ts";
import { createStream } from "../random/mod.ts";
import { createDoubleNetwork, type DoubleNetwork } from "./double.ts";
import type { Network } from "./network.ts";
import type { NetworkSpec } from "./spec.ts";

export interface GradientCheckOptions {
  examples: Examples;
  /** Positions into the examples' rows, a few. */
  order: Uint32Array;
  /** Chooses the dropout masks; they stay the same throughout. */
  epoch: number;
  /** Of the dropout masks, and of which values are checked. */
  seed: number;
  /** Most values that are checked of each tensor. */
  samples: number;
  /** Largest relative error that is allowed. */
  tolerance: number;
}

/** How well the gradient of one tensor agrees. */
export interface TensorCheck {
  /** `layers.0.weight` */
  name: string;
  shape: readonly number[];
  checked: number;
  /** Values at which the loss has a kink, so that it has no derivative there. */
  skipped: number;
  /** Largest relative error; 0 where nothing was checked. */
  error: number;
  /** Where that is: the place, and both derivatives. */
  worst?: { index: number; analytic: number; numeric: number };
}

/** How well all of them do. */
export interface GradientCheck {
  /** Rows that were used. */
  rows: number;
  /** Rows left out: a logit of them is so near a kink that float32 may see its other side. */
  leftOut: number;
  tensors: TensorCheck[];
  /** Whether every error is within the tolerance, and something could be checked. */
  passed: boolean;
}

/**
 * Steps of the central differences: 2⁻¹⁷, near the cube root of double precision's ε, and smaller
 * ones where the loss bends within it.
 */
const steps = [1 / 131072, 1 / 1048576, 1 / 8388608];

/** What rounding to float32 may make of a sum, as a part of its terms: 16 half units in the last place. */
const roundings = 16 / 16777216;

/** What rounding may make of a difference quotient of a loss of this size. */
function noiseOf(loss: number, step: number): number {
  return 2 * Number.EPSILON * (1 + Math.abs(loss)) / step;
}

/**
 * Compares the gradient that training uses, in float32, with central differences
 * (L(w + h) − L(w − h)) / 2h of the same loss in double precision, value by value. The network's
 * weights stay as they are.
 *
 * The error of a value is |analytic − numeric| / max(|analytic|, |numeric|, s), with s the largest
 * of: the root mean square of its tensor's gradient; a thousandth of the largest of these; what
 * float32 can resolve where the gradients of single rows cancel; and what the differences
 * themselves can.
 *
 * A value is skipped where the loss has a kink next to it: where a logit gets to or across a kink
 * of its activation between w − h and w + h, or where the slopes to the left and to the right differ
 * and do not come together, as h shrinks from 2⁻¹⁷ to 2⁻²³.
 *
 * Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 11.5.
 */
export function checkGradients(network: Network, options: GradientCheckOptions): GradientCheck {
  const { examples, epoch, seed, samples, tolerance } = options;
  const parameters = network.parameters.map(({ values }) => Float64Array.from(values));
  const order = clearRows(network, options, parameters);
  const resolution = rowSizes(network, { examples, order, epoch })
    .map((size) => roundings * size / tolerance);
  network.gradient({ examples, order, from: 0, to: order.length, epoch });
  const double = createDoubleNetwork(network.spec, { examples, order, epoch, seed });
  const base = double.evaluate(parameters).loss;
  const sizes = network.parameters.map(({ gradient }) => rootMeanSquare(gradient));
  const floor = Math.max(1e-3 * Math.max(...sizes), 4 * noiseOf(base, steps[0]!) / tolerance);

  const inputs = double.layerInputs(parameters);
  const tensors = network.parameters.map(({ name, shape, gradient }, p): TensorCheck => {
    const scale = Math.max(sizes[p]!, resolution[p]!, floor);
    const known = { from: p >> 1, inputs: inputs[p >> 1]! };
    const { sides } = double.evaluate(parameters, known);
    const check: TensorCheck = { name, shape, checked: 0, skipped: 0, error: 0 };
    for (const index of sampleOf(gradient.length, { samples, seed, tensor: p })) {
      const numeric = slopeAt(parameters, {
        double,
        known,
        p,
        index,
        base,
        sides,
        least: tolerance * scale,
      });
      if (numeric === undefined) {
        check.skipped++;
        continue;
      }
      check.checked++;
      const analytic = gradient[index]!;
      const size = Math.max(Math.abs(analytic), Math.abs(numeric), scale);
      const error = Math.abs(analytic - numeric) / size;
      // The negation keeps what is no number.
      if (error <= check.error && check.worst) continue;
      check.error = error;
      check.worst = { index, analytic, numeric };
    }
    return check;
  });
  return {
    rows: order.length,
    leftOut: options.order.length - order.length,
    tensors,
    passed: tensors.every(({ error }) => error <= tolerance) &&
      tensors.some(({ checked }) => checked > 0),
  };
}

/** The rows without a logit next to a kink; all of them where none would be left. */
function clearRows(
  { spec }: Network,
  { examples, order, epoch, seed }: GradientCheckOptions,
  parameters: readonly Float64Array[],
): Uint32Array {
  const double = createDoubleNetwork(spec, { examples, order, epoch, seed });
  const near = new Set(double.rowsNearKinks(parameters));
  const clear = order.filter((_, row) => !near.has(row));
  return clear.length >= fewestRows(spec) ? clear : order;
}

/** A single row has no variance. */
function fewestRows({ layers }: NetworkSpec): number {
  return layers.some(({ type }) => type === "batch-norm") ? 2 : 1;
}

/**
 * The size of each tensor's gradient before those of the rows cancel: of their mean magnitude. Rows
 * that only have a gradient together are taken together.
 */
function rowSizes(
  network: Network,
  { examples, order, epoch }: Pick<GradientCheckOptions, "examples" | "order" | "epoch">,
): number[] {
  const magnitudes = network.parameters.map(({ values }) => new Float32Array(values.length));
  const together = fewestRows(network.spec) === 1 ? 1 : order.length;
  for (let row = 0; row < order.length; row += together) {
    network.gradient({ examples, order, from: row, to: row + together, epoch });
    network.parameters.forEach(({ gradient }, p) => {
      const sum = magnitudes[p]!;
      for (let k = 0; k < sum.length; k++) {
        sum[k]! += Math.abs(gradient[k]!) * together / order.length;
      }
    });
  }
  return magnitudes.map(rootMeanSquare);
}

interface Slope {
  double: DoubleNetwork;
  /** The inputs of the layer that the tensor belongs to. */
  known: { from: number; inputs: Float64Array };
  p: number;
  index: number;
  /** The loss at the weights as they are. */
  base: number;
  /** Those of the logits there. */
  sides: Int8Array;
  /** A smaller difference between left and right slope is no matter. */
  least: number;
}

/** dL/dw by central differences, `undefined` at a kink. */
function slopeAt(
  parameters: readonly Float64Array[],
  { double, known, p, index, base, sides, least }: Slope,
): number | undefined {
  const values = parameters[p]!;
  const value = values[index]!;
  const lossAt = (w: number) => {
    values[index] = w;
    const evaluation = double.evaluate(parameters, known);
    values[index] = value;
    const crosses = evaluation.sides.some((side, k) => side !== sides[k]);
    return crosses ? undefined : evaluation.loss;
  };
  const bends: { h: number; bend: number }[] = [];
  let widest = NaN;
  for (const h of steps) {
    const above = lossAt(value + h);
    const below = lossAt(value - h);
    if (above === undefined || below === undefined) continue;
    const central = (above - below) / (2 * h);
    const bend = Math.abs((above - base) / h - (base - below) / h);
    const noise = noiseOf(base, h);
    // A kink moves the central difference by at most half the bend. What is no number is shown.
    if (!(bend > least / 10 + noise) && !(noise > least)) return central;
    if (bends.length === 0) widest = central;
    bends.push({ h, bend });
  }
  return isCurved(bends, base) ? widest : undefined;
}

/** Whether slopes come together in proportion to the step, as curves do and kinks do not. */
function isCurved(bends: readonly { h: number; bend: number }[], base: number): boolean {
  let seen = false;
  for (let k = 1; k < bends.length; k++) {
    const [wide, narrow] = [bends[k - 1]!, bends[k]!];
    const ratio = wide.h / narrow.h;
    // Below this, rounding decides what the smaller step sees.
    if (ratio * noiseOf(base, narrow.h) > 0.1 * wide.bend) break;
    if (Math.abs(ratio * narrow.bend - wide.bend) > 0.2 * wide.bend) return false;
    seen = true;
  }
  return seen;
}

/** Which values of a tensor are checked: all, or one at random out of each of equal stretches. */
function sampleOf(
  length: number,
  { samples, seed, tensor }: { samples: number; seed: number; tensor: number },
): number[] {
  if (length <= samples) return Array.from({ length }, (_, index) => index);
  const stream = createStream(seed, "gradcheck");
  const words = new Uint32Array(4);
  return Array.from({ length: samples }, (_, k) => {
    stream.words(words, tensor, k, 0, 0);
    return Math.floor((k + words[0]! / 4294967296) * length / samples);
  });
}

function rootMeanSquare(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length);
}
