import {
  activations,
  type BatchNormSpec,
  type Family,
  initializers,
  isNormalization,
  type LayerNormSpec,
  type Loss,
  losses,
  type Member,
  type Network,
  type NetworkSpec,
  type Option,
  outputActivations,
  outputLosses,
  resolveMember,
  rowLosses,
  type RowsLoss,
} from "../../src/engine/mod.ts";
import type { Activation } from "../../src/engine/mod.ts";
import type { Examples } from "../../src/numerics/mod.ts";
import { createStream } from "../../src/random/mod.ts";

type Normalization = BatchNormSpec | LayerNormSpec;
export type Written = string | { type: string; [option: string]: unknown };

/** A network's spec from as little as a test wants to say. */
export function specOf(given: {
  inputs: number;
  units: number[];
  activations: Written[];
  loss: Written;
  init?: Written;
  biasInit?: Written;
  dropout?: number;
  l2?: number;
}): NetworkSpec {
  return {
    inputs: given.inputs,
    layers: given.units.map((units, l) => ({
      units,
      activation: resolveMember(outputActivations, given.activations[l]!),
      init: resolveMember(initializers, given.init ?? "xavier"),
      biasInit: resolveMember(initializers, given.biasInit ?? { type: "random", scale: 0.3 }),
      dropout: given.dropout ?? 0,
    })),
    loss: resolveMember(losses, given.loss),
    l2: given.l2 ?? 0,
  };
}

/** `count` random words of a test, as numbers from −1 to 1 that are exact in float32. */
export function randomValues(count: number, seed: number): Float32Array {
  const stream = createStream(seed, "test");
  const words = new Uint32Array(4);
  return Float32Array.from({ length: count }, (_, k) => {
    stream.words(words, k, 0, 0, 0);
    return (words[0]! >>> 8) / 8388608 - 1;
  });
}

export function randomBytes(count: number, seed: number): Uint8Array {
  const stream = createStream(seed, "test");
  const words = new Uint32Array(4);
  return Uint8Array.from({ length: count }, (_, k) => {
    stream.words(words, k, 0, 0, 0);
    return words[0]! >>> 24;
  });
}

/** Random inputs, numbers or bytes, with targets of 0 and 1. */
export function randomExamples(
  shape: { rows: number; inputs: number; outputs: number; bytes?: boolean },
  seed: number,
): Examples {
  const { rows, inputs, outputs, bytes = false } = shape;
  const values = bytes ? randomBytes(rows * inputs, seed) : randomValues(rows * inputs, seed);
  const targets = randomValues(rows * outputs, seed + 1).map((value) => value > 0 ? 1 : 0);
  return {
    inputs: { values, rows, columns: inputs },
    targets: { values: targets, rows, columns: outputs },
    inputScale: bytes ? 1 / 255 : 1,
  };
}

function activationOf(name: string): Activation {
  return (activations as { [name: string]: Activation })[name]!;
}

/** The sum of a row's losses in double precision, from its logits and activations. */
function lossOfRow(member: Member, row: { z: number[]; a: number[]; y: number[] }): number {
  const { z, a, y } = row;
  const settings = member as never;
  const rows = (rowLosses as { [name: string]: RowsLoss })[member.type];
  if (rows) {
    // The loss takes any list of numbers; a Float32Array would round the logits.
    const list = (values: number[]) => Float64Array.from(values) as unknown as Float32Array;
    return rows.valueOfRow(list(z), list(y), 0, z.length, settings);
  }
  const loss = (outputLosses as { [name: string]: Loss })[member.type]!;
  const predicted = loss.of === "logits" ? z : a;
  const losses = predicted.map((p, u) => loss.value(p, y[u]!, settings));
  return losses.reduce((sum, value) => sum + value, 0) / z.length;
}

/**
 * A member at its defaults and with other settings: each choice, each flag, other numbers within
 * their bounds, all in turn.
 */
export function manySettings(family: Family, type: string): Member[] {
  const options = Object.entries(family[type]!.options);
  const others = options.flatMap(([name, option]) =>
    otherValues(option).map((value) => ({ type, [name]: value }))
  );
  return [type, ...others].map((written) => resolveMember(family, written));
}

function otherValues(option: Option): unknown[] {
  switch (option.kind) {
    case "number":
      return [option.integer ? option.default + 1 : 0.3 + option.default / 2];
    case "numbers":
    case "path":
      return [];
    case "choice":
      return option.values.filter((value) => value !== option.default);
    case "flag":
      return [!option.default];
  }
}

/** `gelu tanh`: for the title of a test. */
export function titleOf(member: Member): string {
  return Object.values(member).map(String).join(" ").trim();
}

/** Rows with mean 0 and variance 1, each column or each row by itself. */
function normalizedRows(rows: number[][], { type, epsilon }: Normalization): number[][] {
  const normalize = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
    return values.map((value) => (value - mean) / Math.sqrt(squares / values.length + epsilon));
  };
  if (type === "layer-norm") return rows.map(normalize);
  const columns = rows[0]!.map((_, u) => normalize(rows.map((row) => row[u]!)));
  return rows.map((_, r) => columns.map((column) => column[r]!));
}

/**
 * The oracle: the mean loss with penalty in double precision, in the most obvious way, for the given
 * parameter values. `mask(layer, row, unit)` is what dropout multiplies with.
 */
export function lossInDouble(
  network: Network,
  parameters: ArrayLike<number>[],
  examples: Examples,
  options: { rows: number[]; mask?: (layer: number, row: number, unit: number) => number },
): number {
  const { spec } = network;
  const mask = options.mask ?? (() => 1);
  const { values, columns } = examples.inputs;
  let a = options.rows.map((row) =>
    Array.from({ length: columns }, (_, i) => values[row * columns + i]! * examples.inputScale)
  );
  let z: number[][] = [];
  let squares = 0;
  spec.layers.forEach((layer, l) => {
    const { activation } = layer;
    const [w, b] = [parameters[2 * l]!, parameters[2 * l + 1]!];
    z = isNormalization(layer)
      ? normalizedRows(a, layer).map((row) => row.map((value, u) => value * w[u]! + b[u]!))
      : a.map((row) =>
        Array.from(
          { length: layer.units },
          (_, u) => row.reduce((total, value, i) => total + value * w[u * row.length + i]!, b[u]!),
        )
      );
    if (!isNormalization(layer)) { for (const weight of Array.from(w)) squares += weight * weight; }
    if (!Object.hasOwn(activations, activation.type)) return; // of the row; its loss is of logits
    a = z.map((row) =>
      row.map((logit) => activationOf(activation.type).forward(logit, activation as never))
    );
    if (l === spec.layers.length - 1) return;
    a = a.map((row, k) => row.map((value, u) => value * mask(l, options.rows[k]!, u)));
  });
  const sum = options.rows.reduce((total, row, k) => {
    const { length } = z[k]!;
    const y = [...examples.targets.values.subarray(row * length, (row + 1) * length)];
    return total + lossOfRow(spec.loss, { z: z[k]!, a: a[k]!, y });
  }, 0);
  return sum / options.rows.length + spec.l2 / 2 * squares;
}

/** The gradient of {@linkcode lossInDouble} by central differences, tensor by tensor. */
export function gradientInDouble(
  network: Network,
  examples: Examples,
  options: Parameters<typeof lossInDouble>[3],
): Float64Array[] {
  const parameters = network.parameters.map(({ values }) => Float64Array.from(values));
  const h = 1e-5;
  return parameters.map((values) =>
    values.map((value, k) => {
      values[k] = value + h;
      const above = lossInDouble(network, parameters, examples, options);
      values[k] = value - h;
      const below = lossInDouble(network, parameters, examples, options);
      values[k] = value;
      return (above - below) / (2 * h);
    })
  );
}

/** ‖a − b‖ / ‖b‖, or ‖a‖ where b is 0. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let norm = 0;
  for (let k = 0; k < b.length; k++) {
    difference += (a[k]! - b[k]!) * (a[k]! - b[k]!);
    norm += b[k]! * b[k]!;
  }
  return Math.sqrt(difference) / (Math.sqrt(norm) || 1);
}

/** The bits of numbers, which tell −0 from 0 and one NaN from none. */
export function bits(values: Float32Array): Uint32Array {
  return new Uint32Array(values.slice().buffer);
}
