// @ts-nocheck: AssemblyScript has types of its own.

// What happens to a row of logits as a whole. B rows, U units.

import { RowActivationNumber, RowLossNumber } from "./numbers.ts";
import { CategoricalCrossEntropy, softmax } from "./rows.ts";

/** a = activation(z), row by row. */
export function rowActivationForward(
  a: usize,
  z: usize,
  kind: i32,
  _settings: usize,
  B: i32,
  U: i32,
): void {
  if (kind != RowActivationNumber.softmax) unreachable();
  const rowBytes = <usize> U << 2;
  for (let r = 0; r < B; r++) {
    softmax(a, z, U);
    a += rowBytes;
    z += rowBytes;
  }
}

/** The sum of the losses of the rows, one after the other. */
export function rowLossForward(
  z: usize,
  y: usize,
  kind: i32,
  settings: usize,
  B: i32,
  U: i32,
): f64 {
  if (kind != RowLossNumber.categoricalCrossEntropy) unreachable();
  const loss = changetype<CategoricalCrossEntropy>(settings);
  const rowBytes = <usize> U << 2;
  let sum: f64 = 0;
  for (let r = 0; r < B; r++) {
    sum += loss.value(z, y, U);
    z += rowBytes;
    y += rowBytes;
  }
  return sum;
}

/** dz = scale · ∂loss/∂z, row by row. */
export function rowLossBackward(
  dz: usize,
  z: usize,
  y: usize,
  kind: i32,
  settings: usize,
  scale: f64,
  B: i32,
  U: i32,
): void {
  if (kind != RowLossNumber.categoricalCrossEntropy) unreachable();
  const loss = changetype<CategoricalCrossEntropy>(settings);
  const rowBytes = <usize> U << 2;
  for (let r = 0; r < B; r++) {
    loss.gradient(dz, z, y, scale, U);
    dz += rowBytes;
    z += rowBytes;
    y += rowBytes;
  }
}
