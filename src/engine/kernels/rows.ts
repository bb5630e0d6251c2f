// What happens to a row of logits as a whole: softmax and its loss. B rows, U units.
//
// Computed in double precision and rounded once, when an element is stored, like the activations
// and losses of single units.

import type { RowActivation, RowLoss } from "./functions.ts";

/** a[r] = round(activation(z[r])), row by row. */
export function rowActivationForward(
  a: Float32Array,
  z: Float32Array,
  activation: RowActivation,
  B: number,
  U: number,
): void {
  const { settings } = activation;
  for (let r = 0; r < B; r++) activation.forwardRow(a, z, r * U, U, settings);
}

/** The sum of the losses of B rows, one after the other, in double precision. */
export function rowLossForward(
  z: Float32Array,
  y: Float32Array,
  loss: RowLoss,
  B: number,
  U: number,
): number {
  let sum = 0;
  for (let r = 0; r < B; r++) sum += loss.valueOfRow(z, y, r * U, U, loss.settings);
  return sum;
}

/** dz[r] = round(scale · ∂loss/∂z[r]), row by row. */
export function rowLossBackward(
  dz: Float32Array,
  z: Float32Array,
  y: Float32Array,
  loss: RowLoss,
  scale: number,
  B: number,
  U: number,
): void {
  for (let r = 0; r < B; r++) loss.gradientOfRow(dz, z, y, r * U, U, scale, loss.settings);
}
