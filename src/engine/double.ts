import type { Examples } from "../numerics/mod.ts";
import { createStream } from "../random/mod.ts";
import { outputActivations } from "./activations/mod.ts";
import { losses } from "./losses/mod.ts";
import { findMember } from "./members.ts";
import { isNormalization } from "./normalizations/mod.ts";
import type { FamilyMember, Member } from "./options.ts";
import { createMaskWriter, inputLayer } from "./regularizers/mod.ts";
import type { BatchNormSpec, LayerNormSpec, NetworkSpec } from "./spec.ts";

/** Numbers in double precision, in the shape of the network's tensors. */
export type DoubleTensors = readonly Float64Array[];

/** The rows that a loss is taken over. */
export interface DoubleBatch {
  examples: Examples;
  /** Positions into the examples' rows. */
  order: Uint32Array;
  /** Chooses the dropout masks, as in training. */
  epoch: number;
  /** Of the dropout masks. */
  seed: number;
}

/** The loss of a network in double precision, and what leads to it. */
export interface DoubleNetwork {
  /** The inputs of each layer under these parameters, [rows, inputs of the layer]. */
  layerInputs(parameters: DoubleTensors): Float64Array[];
  /** With the inputs of layer `from` known, lower layers are left out. */
  evaluate(parameters: DoubleTensors, known?: { from: number; inputs: Float64Array }): DoubleLoss;
  /** The rows, as places in the order, with a logit so near a kink that float32 may differ. */
  rowsNearKinks(parameters: DoubleTensors): number[];
}

export interface DoubleLoss {
  /** Mean over the rows, with penalty. */
  loss: number;
  /**
   * On which side of its activation's kinks each logit of the layers from `from` on is: 1 above, −1
   * below, 0 on it. While it stays the same, activations have no kink on the way.
   */
  sides: Int8Array;
}

/** What a member's functions are called with here: doubles, which they compute in anyway. */
interface AnyActivation extends FamilyMember {
  forward(z: number, settings: unknown): number;
  kinks?: readonly number[] | ((settings: unknown) => readonly number[]);
}

interface AnyLoss extends FamilyMember {
  of: string;
  value(p: number, y: number, settings: unknown): number;
  /** Of losses of whole rows of logits. */
  valueOfRow?(z: unknown, y: unknown, from: number, U: number, settings: unknown): number;
}

/**
 * Logits that are nearer to a kink than this part of their layer's largest one (or of 1), and not on
 * it, may lie on its other side in float32.
 */
const kinkMargin = 1e-5;

/** What `loss` knows how to compute. */
const knownKeys = ["inputs", "layers", "loss", "l1", "l2", "inputDropout"];
const knownLayerKeys = [
  ...["type", "units", "activation", "init", "biasInit", "dropout"],
  ...["momentum", "epsilon"],
];

/**
 * The loss of a network over a few rows, dropout in effect, in double precision and in the most
 * obvious way: what gradients are checked against. It uses the members' own functions of one unit,
 * and nothing of the kernels.
 *
 * Parameters are in the order of `Network.parameters`: weight [U, I] and bias [U] of each layer, gain
 * [U] and shift [U] of one that normalises.
 *
 * @throws {RangeError} for a spec that asks for something it does not compute.
 */
export function createDoubleNetwork(spec: NetworkSpec, batch: DoubleBatch): DoubleNetwork {
  refuseUnknown(spec);
  const { examples: { inputs, targets, inputScale = 1, rows }, order } = batch;
  const B = order.length;
  const places = order.map((position) => (rows ? rows[position]! : position));
  const whole = gather(inputs.values, { places, columns: spec.inputs, scale: inputScale });
  const widths = widthsOf(spec);
  const U = widths.at(-1)!;
  const y = gather(targets.values, { places, columns: U, scale: 1 });
  const masks = createMasks(spec, { ...batch, places });
  const x = masks.inputs ? whole.map((value, k) => value * masks.inputs![k]!) : whole;
  const loss = findMember(losses as unknown as Record<string, AnyLoss>, spec.loss.type, "loss");

  function logits(l: number, a: Float64Array, parameters: DoubleTensors): Float64Array {
    const [w, b] = [parameters[2 * l]!, parameters[2 * l + 1]!];
    const layer = spec.layers[l]!;
    if (!isNormalization(layer)) return linear(a, { w, b, B, I: widths[l]! });
    return normalize(a, { layer, gain: w, shift: b, B });
  }

  /** What the layer above gets. */
  function activate(l: number, z: Float64Array): Float64Array {
    const activation = activationOf(spec.layers[l]!.activation);
    const mask = masks.layers[l];
    return z.map((value, k) =>
      activation.forward(value, spec.layers[l]!.activation) * (mask ? mask[k]! : 1)
    );
  }

  function lossOf(z: Float64Array): number {
    let sum = 0;
    if (loss.of === "rows") {
      for (let row = 0; row < B; row++) sum += loss.valueOfRow!(z, y, row * U, U, spec.loss);
      return sum / B;
    }
    const p = loss.of === "logits" ? z : activate(spec.layers.length - 1, z);
    for (let k = 0; k < p.length; k++) sum += loss.value(p[k]!, y[k]!, spec.loss);
    return sum / p.length;
  }

  /** All logits, layer by layer, from one layer on. */
  function forward(parameters: DoubleTensors, from: number, start: Float64Array) {
    const layers: { a: Float64Array; z: Float64Array }[] = [];
    for (let l = from, a = start; l < spec.layers.length; l++) {
      const z = logits(l, a, parameters);
      layers.push({ a, z });
      if (l < spec.layers.length - 1) a = activate(l, z);
    }
    return layers;
  }

  return {
    layerInputs: (parameters) => forward(parameters, 0, x).map(({ a }) => a),
    evaluate(parameters, { from, inputs } = { from: 0, inputs: x }) {
      const layers = forward(parameters, from, inputs);
      const sides = layers.flatMap(({ z }, l) => sidesOf(z, spec.layers[from + l]!.activation));
      return {
        loss: lossOf(layers.at(-1)!.z) + penalty(spec, parameters),
        sides: Int8Array.from(sides),
      };
    },
    rowsNearKinks(parameters) {
      const near = new Set<number>();
      forward(parameters, 0, x).forEach(({ z }, l) => {
        const { activation } = spec.layers[l]!;
        const margin = kinkMargin * z.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
        for (const kink of kinksOf(activation)) {
          z.forEach((value, k) => {
            const distance = Math.abs(value - kink);
            if (distance > 0 && distance < margin) near.add(Math.floor(k / widths[l + 1]!));
          });
        }
      });
      return [...near];
    },
  };
}

/** z = a·Wᵀ + b, row by row. */
function linear(
  a: Float64Array,
  { w, b, B, I }: { w: Float64Array; b: Float64Array; B: number; I: number },
): Float64Array {
  const U = b.length;
  const z = new Float64Array(B * U);
  for (let row = 0; row < B; row++) {
    for (let u = 0; u < U; u++) {
      let sum = b[u]!;
      for (let i = 0; i < I; i++) sum += a[row * I + i]! * w[u * I + i]!;
      z[row * U + u] = sum;
    }
  }
  return z;
}

/** Columns of the inputs, and of the outputs of each layer. */
function widthsOf({ inputs, layers }: NetworkSpec): number[] {
  const widths = [inputs];
  for (const layer of layers) {
    widths.push(isNormalization(layer) ? widths.at(-1)! : layer.units);
  }
  return widths;
}

/** z = gain·x̂ + shift, x̂ with mean 0 and variance 1 in each column (batch) or each row (layer). */
function normalize(
  a: Float64Array,
  { layer, gain, shift, B }: {
    layer: BatchNormSpec | LayerNormSpec;
    gain: Float64Array;
    shift: Float64Array;
    B: number;
  },
): Float64Array {
  const U = gain.length;
  const z = new Float64Array(B * U);
  const groups = layer.type === "batch-norm"
    ? Array.from({ length: U }, (_, u) => Array.from({ length: B }, (_, row) => row * U + u))
    : Array.from({ length: B }, (_, row) => Array.from({ length: U }, (_, u) => row * U + u));
  for (const places of groups) {
    const mean = places.reduce((sum, k) => sum + a[k]!, 0) / places.length;
    const squares = places.reduce((sum, k) => sum + (a[k]! - mean) * (a[k]! - mean), 0);
    const deviation = Math.sqrt(squares / places.length + layer.epsilon);
    for (const k of places) z[k] = gain[k % U]! * ((a[k]! - mean) / deviation) + shift[k % U]!;
  }
  return z;
}

/** λ₁·Σ|w| + (λ₂/2)·Σw² over weights. */
function penalty({ l1 = 0, l2, layers }: NetworkSpec, parameters: DoubleTensors): number {
  let sizes = 0;
  let squares = 0;
  for (let p = 0; p < parameters.length; p += 2) {
    if (isNormalization(layers[p / 2]!)) continue;
    for (const w of parameters[p]!) {
      sizes += Math.abs(w);
      squares += w * w;
    }
  }
  return l1 * sizes + l2 / 2 * squares;
}

function gather(
  values: ArrayLike<number>,
  { places, columns, scale }: { places: Uint32Array; columns: number; scale: number },
): Float64Array {
  const out = new Float64Array(places.length * columns);
  places.forEach((place, row) => {
    for (let c = 0; c < columns; c++) {
      out[row * columns + c] = values[place * columns + c]! * scale;
    }
  });
  return out;
}

/** The very masks of training, for the inputs and the layers that drop units. */
function createMasks(
  spec: NetworkSpec,
  { places, epoch, seed }: DoubleBatch & { places: Uint32Array },
): { inputs: Float32Array | undefined; layers: (Float32Array | undefined)[] } {
  const stream = createStream(seed, "dropout");
  const maskOf = (layer: { index: number; units: number; dropout: number }) => {
    if (layer.dropout === 0) return undefined;
    const mask = new Float32Array(places.length * layer.units);
    createMaskWriter(stream, layer)(mask, places, places.length, epoch);
    return mask;
  };
  const last = spec.layers.length - 1;
  const widths = widthsOf(spec);
  return {
    inputs: maskOf({ index: inputLayer, units: spec.inputs, dropout: spec.inputDropout ?? 0 }),
    layers: spec.layers.map(({ dropout }, index) =>
      maskOf({ index, units: widths[index + 1]!, dropout: index === last ? 0 : dropout })
    ),
  };
}

function activationOf(member: Member): AnyActivation {
  const family = outputActivations as unknown as Record<string, AnyActivation>;
  return findMember(family, member.type, "activation");
}

function kinksOf(member: Member): readonly number[] {
  const { kinks = [] } = activationOf(member);
  return typeof kinks === "function" ? kinks(member) : kinks;
}

function sidesOf(z: Float64Array, activation: Member): number[] {
  return kinksOf(activation).flatMap((kink) => Array.from(z, (value) => Math.sign(value - kink)));
}

function refuseUnknown(spec: NetworkSpec): void {
  const unknown = [
    ...activeKeys(spec).filter((key) => !knownKeys.includes(key)),
    ...spec.layers.flatMap((layer) =>
      activeKeys(layer).filter((key) => !knownLayerKeys.includes(key))
    ),
  ];
  if (unknown.length === 0) return;
  throw new RangeError(`Cannot compute ${unknown.join(", ")} in double precision`);
}

/** Keys that ask for something. */
function activeKeys(object: object): string[] {
  return Object.entries(object).filter(([, value]) => value !== 0 && value !== undefined)
    .map(([key]) => key);
}
