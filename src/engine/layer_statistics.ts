import type { Examples } from "../numerics/mod.ts";
import { blockRows } from "./block.ts";
import type { ScalarActivation } from "./kernels/functions.ts";
import type { Kernels } from "./kernels/kernels.ts";
import type { Layer } from "./layer.ts";
import type { Network } from "./network.ts";

/** What is seen of a layer on some rows. Everything is worked out in double precision. */
export interface LayerStatistics {
  /** From 1, counted as the architecture has them. */
  layer: number;
  type: Layer["type"];
  /** The activation's name. */
  activation: string;
  units: number;
  /** Over all rows and units. */
  activationMean: number;
  /** √ of the mean squared distance from that mean. */
  activationDeviation: number;
  /** Share of activations that are exactly 0, in [0, 1]. */
  zeroShare: number;
  /**
   * Share of activations where |da/dz| is below 0.01: hardly any gradient passes there. Absent where the
   * activation is of a whole row.
   */
  flatShare?: number;
  /** Share of units where da/dz is exactly 0 on every row: none learns from them. As `flatShare`. */
  deadShare?: number;
  /** √ of the mean square of the mean loss's gradient with respect to the weights (or gains). */
  gradientRms: number;
  /** √ of the mean square of the weights (or gains). */
  weightRms: number;
}

/** Below this slope an activation is called flat; the identity has 1, a sigmoid at most 0.25. */
const flatSlope = 0.01;

/** Most rows that statistics are taken of. */
export const inspectedRows = blockRows;

/**
 * Activations, gradients and weights of each layer on at most 64 rows, as training would see them
 * without dropout and penalty: batch normalisation uses these rows' mean and variance. Weights and
 * running estimates stay as they are; the network's gradients are overwritten.
 *
 * Sums go from the first row to the last and from the first unit to the last.
 *
 * Source: Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural
 * networks" (2010), which looks at layers this way.
 *
 * @throws {RangeError} for no row or more than 64.
 */
export function layerStatistics(network: Network, examples: Examples): LayerStatistics[] {
  const { kernels, spec } = network;
  return network.inspect(
    examples,
    (layers, rows) =>
      layers.map((layer, index): LayerStatistics => ({
        layer: index + 1,
        type: layer.type,
        activation: spec.layers[index]!.activation.type,
        units: layer.U,
        ...activationStatistics(layer, rows),
        ...(layer.rowActivation ? {} : slopeStatistics(layer, rows)),
        gradientRms: rootMeanSquare(layer.weight.gradient, kernels),
        weightRms: rootMeanSquare(layer.weight.values, kernels),
      })),
  );
}

/** The rows that a network is inspected on: at most 64, at even distances, so that no class is missed. */
export function inspectedExamples(examples: Examples): Examples {
  const { rows, inputs } = examples;
  const count = rows?.length ?? inputs.rows;
  if (count <= blockRows) return { ...examples };
  const chosen = Uint32Array.from({ length: blockRows }, (_, k) => {
    const position = Math.floor(k * count / blockRows);
    return rows ? rows[position]! : position;
  });
  return { ...examples, rows: chosen };
}

function activationStatistics(
  { blocks, U }: Layer,
  rows: number,
): Pick<LayerStatistics, "activationMean" | "activationDeviation" | "zeroShare"> {
  const { a } = blocks[0]!;
  const n = rows * U;
  let sum = 0;
  let zeros = 0;
  for (let k = 0; k < n; k++) {
    sum += a[k]!;
    if (a[k] === 0) zeros++;
  }
  const mean = sum / n;
  let squares = 0;
  for (let k = 0; k < n; k++) squares += (a[k]! - mean) * (a[k]! - mean);
  return {
    activationMean: mean,
    activationDeviation: Math.sqrt(squares / n),
    zeroShare: zeros / n,
  };
}

function slopeStatistics(
  { blocks, U, activation }: Layer,
  rows: number,
): Required<Pick<LayerStatistics, "flatShare" | "deadShare">> {
  const { z, a } = blocks[0]!;
  let flat = 0;
  let dead = 0;
  for (let u = 0; u < U; u++) {
    let steep = 0;
    for (let k = u; k < rows * U; k += U) {
      const slope = Math.abs(slopeAt(activation, z[k]!, a[k]!));
      if (slope < flatSlope) flat++;
      if (slope !== 0) steep++;
    }
    if (steep === 0) dead++;
  }
  return { flatShare: flat / (rows * U), deadShare: dead / U };
}

function slopeAt(activation: ScalarActivation, z: number, a: number): number {
  return activation.backward(z, a, activation.settings);
}

function rootMeanSquare(values: Float32Array, { sumOfSquares }: Kernels): number {
  return Math.sqrt(sumOfSquares(values, 0, values.length) / values.length);
}
