// @ts-nocheck: AssemblyScript has types of its own.

// Kernels that often come together, one after the other in one operation of a plan: a small network
// spends more on finding its next kernel and on handing over arguments than on the kernel. So these read
// their arguments where they stand, behind p. fuse_steps.ts puts them into plans.

import { activationBackward, activationForward } from "./activation_kernels.ts";
import { clear, findRows, gatherRows } from "./gather_rows.ts";
import { biasGradient, inputGradient, linearForward, weightGradient } from "./linear.ts";
import { lossStep as addLossStep } from "./loss_kernels.ts";
import { updateAll as updateTensors } from "./optimizers.ts";
import {
  addTinyRowGradients,
  isTinyForward,
  isTinyGradient,
  tinyForward,
  tinyInputGradient,
  tinyRowGradients,
} from "./tiny.ts";

/** clear of each tensor in a table, count. An entry is i32 address, bytes. */
export function clearAll(p: usize): void {
  let entry = load<usize>(p, 4);
  for (const end = entry + (<usize> load<i32>(p, 8) << 3); entry < end; entry += 8) {
    clear(load<usize>(entry), load<i32>(entry, 4));
  }
}

/**
 * findRows, then gatherRows twice: rows, order, chosen, from, B; targets to, from, bytes of a row;
 * inputs to, from, bytes of a row.
 */
export function loadRows(p: usize): void {
  const rows = load<usize>(p, 4), B = load<i32>(p, 20);
  findRows(rows, load<usize>(p, 8), load<usize>(p, 12), load<i32>(p, 16), B);
  gatherRows(load<usize>(p, 24), load<usize>(p, 28), rows, B, load<i32>(p, 32));
  gatherRows(load<usize>(p, 36), load<usize>(p, 40), rows, B, load<i32>(p, 44));
}

/** linearForward, then activationForward: a, z, x, w, b, activation, settings, B, I, U. */
export function denseForward(p: usize): void {
  const z = load<usize>(p, 8), x = load<usize>(p, 12);
  const w = load<usize>(p, 16), b = load<usize>(p, 20);
  const B = load<i32>(p, 32), I = load<i32>(p, 36), U = load<i32>(p, 40);
  if (isTinyForward(B, I, U)) tinyForward(z, <usize> U << 2, x, w, b, B, I, U);
  else linearForward(z, <usize> U << 2, x, w, b, B, I, U);
  activationForward(load<usize>(p, 4), z, load<i32>(p, 24), load<usize>(p, 28), B * U);
}

/**
 * biasGradient, then weightGradient: gradients of biases and weights, d, x, B, I, U, and whether both
 * gradients are cleared before.
 */
export function denseGradients(p: usize): void {
  const gb = load<usize>(p, 4), gw = load<usize>(p, 8);
  const d = load<usize>(p, 12), x = load<usize>(p, 16);
  const B = load<i32>(p, 20), I = load<i32>(p, 24), U = load<i32>(p, 28);
  const clears = load<i32>(p, 32) != 0;
  if (B == 1 && isTinyGradient(B, I, U)) {
    if (clears) tinyRowGradients(gb, gw, d, x, I, U);
    else addTinyRowGradients(gb, gw, d, x, I, U);
    return;
  }
  const dStride = <usize> U << 2, xStride = <usize> I << 2;
  if (clears) {
    clear(gb, U << 2);
    clear(gw, I * U << 2);
  }
  biasGradient(gb, d, dStride, B, U);
  weightGradient(gw, xStride, d, dStride, x, xStride, B, I, U);
}

/**
 * denseGradients, then inputGradient and in its place activationBackward of the layer below: as
 * denseGradients, then dx, w, and z, a, activation, settings of the layer below.
 */
export function denseBackward(p: usize): void {
  const d = load<usize>(p, 12), dx = load<usize>(p, 36), w = load<usize>(p, 40);
  const B = load<i32>(p, 20), I = load<i32>(p, 24), U = load<i32>(p, 28);
  const dStride = <usize> U << 2, wStride = <usize> I << 2;
  if (isTinyGradient(B, I, U)) tinyInputGradient(dx, wStride, d, dStride, w, wStride, B, I, U);
  else inputGradient(dx, wStride, d, dStride, w, wStride, B, I, U);
  const z = load<usize>(p, 44), a = load<usize>(p, 48);
  activationBackward(dx, dx, z, a, load<i32>(p, 52), load<usize>(p, 56), B * I);
  denseGradients(p);
}

/** See loss_kernels.ts: cell, dz, z, y, loss, settings, activation, settings, scale (f64), n. */
export function lossStep(p: usize): void {
  addLossStep(
    load<usize>(p, 4),
    load<usize>(p, 8),
    load<usize>(p, 12),
    load<usize>(p, 16),
    load<i32>(p, 20),
    load<usize>(p, 24),
    load<i32>(p, 28),
    load<usize>(p, 32),
    load<f64>(p, 40),
    load<i32>(p, 48),
  );
}

/** optimizerUpdate of each tensor in a table; see optimizers.ts: table, count, numbers, rule. */
export function updateAll(p: usize): void {
  updateTensors(load<usize>(p, 4), load<i32>(p, 8), load<usize>(p, 12), load<i32>(p, 16));
}
