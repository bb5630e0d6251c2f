// @ts-nocheck: AssemblyScript has types of its own.

// The kernels of the losses of an output by itself. n elements. What a loss of the outputs sees, the
// activations in double precision, goes through the scratch, a chunk at a time.

import { activate, differentiate } from "./activation_kernels.ts";
import { AbsoluteError, BinaryCrossEntropy, Hinge, Huber, SquaredError } from "./losses.ts";
import { LossNumber } from "./numbers.ts";
import { addPair, loadPair, pairBytes, storePair } from "./pairs.ts";
import { temporaryAt } from "./scratch.ts";

/** Elements; an even number. */
const chunk = 512;
const chunkBytes: usize = 8 * chunk;

/** The sum of the losses, one after the other, in double precision. */
export function lossForward(
  z: usize,
  y: usize,
  loss: i32,
  lossSettings: usize,
  activation: i32,
  activationSettings: usize,
  n: i32,
): f64 {
  if (loss == LossNumber.binaryCrossEntropy) {
    return addValues<BinaryCrossEntropy, f32>(0, z, y, lossSettings, n);
  }
  const a = temporaryAt;
  let sum: f64 = 0;
  for (let from = 0; from < n; from += chunk) {
    const count = min(chunk, n - from);
    activate<f64>(a, z, activation, activationSettings, count);
    sum = addOutputLosses(sum, a, y, loss, lossSettings, count);
    z += 4 * chunk;
    y += 4 * chunk;
  }
  return sum;
}

/** dz = scale · ∂loss/∂z. */
export function lossBackward(
  dz: usize,
  z: usize,
  y: usize,
  loss: i32,
  lossSettings: usize,
  activation: i32,
  activationSettings: usize,
  scale: f64,
  n: i32,
): void {
  if (loss == LossNumber.binaryCrossEntropy) {
    return gradients<BinaryCrossEntropy, f32>(dz, z, y, lossSettings, scale, n);
  }
  const a = temporaryAt;
  const da = temporaryAt + chunkBytes;
  for (let from = 0; from < n; from += chunk) {
    const count = min(chunk, n - from);
    activate<f64>(a, z, activation, activationSettings, count);
    outputGradients(da, a, y, loss, lossSettings, scale, count);
    differentiate<f64>(dz, da, z, a, activation, activationSettings, count);
    dz += 4 * chunk;
    z += 4 * chunk;
    y += 4 * chunk;
  }
}

/** lossForward, which is added to a cell, then lossBackward; one pass through the elements. */
export function lossStep(
  cell: usize,
  dz: usize,
  z: usize,
  y: usize,
  loss: i32,
  lossSettings: usize,
  activation: i32,
  activationSettings: usize,
  scale: f64,
  n: i32,
): void {
  let sum: f64 = 0;
  if (loss == LossNumber.binaryCrossEntropy) {
    sum = addBoth<BinaryCrossEntropy, f32>(0, dz, z, y, lossSettings, scale, n);
  } else {
    const a = temporaryAt;
    const da = temporaryAt + chunkBytes;
    for (let from = 0; from < n; from += chunk) {
      const count = min(chunk, n - from);
      activate<f64>(a, z, activation, activationSettings, count);
      sum = addOutputSteps(sum, da, a, y, loss, lossSettings, scale, count);
      differentiate<f64>(dz, da, z, a, activation, activationSettings, count);
      dz += 4 * chunk;
      z += 4 * chunk;
      y += 4 * chunk;
    }
  }
  store<f64>(cell, load<f64>(cell) + sum);
}

/** addOutputLosses and outputGradients. */
function addOutputSteps(
  sum: f64,
  da: usize,
  a: usize,
  y: usize,
  loss: i32,
  settings: usize,
  scale: f64,
  n: i32,
): f64 {
  switch (loss) {
    case LossNumber.squaredError:
      return addBoth<SquaredError, f64>(sum, da, a, y, settings, scale, n);
    case LossNumber.absoluteError:
      return addBoth<AbsoluteError, f64>(sum, da, a, y, settings, scale, n);
    case LossNumber.huber:
      return addBoth<Huber, f64>(sum, da, a, y, settings, scale, n);
    case LossNumber.hinge:
      return addBoth<Hinge, f64>(sum, da, a, y, settings, scale, n);
  }
  unreachable();
  return 0;
}

/** addValues and gradients. */
function addBoth<L, T>(
  sum: f64,
  dp: usize,
  p: usize,
  y: usize,
  settings: usize,
  scale: f64,
  n: i32,
): f64 {
  const loss = changetype<L>(settings);
  const end = y + (<usize> n << 2);
  for (; y < end; y += 8) {
    const isPair = end - y >= 8;
    const prediction = loadPair<T>(p, isPair), target = loadPair<f32>(y, isPair);
    sum = addPair(sum, loss.value(prediction, target), isPair);
    const gradient = loss.gradient(prediction, target);
    storePair<T>(dp, f64x2.mul(f64x2.splat(scale), gradient), isPair);
    dp += pairBytes<T>();
    p += pairBytes<T>();
  }
  return sum;
}

/** sum + the losses of n outputs a, doubles. */
function addOutputLosses(sum: f64, a: usize, y: usize, loss: i32, settings: usize, n: i32): f64 {
  switch (loss) {
    case LossNumber.squaredError:
      return addValues<SquaredError, f64>(sum, a, y, settings, n);
    case LossNumber.absoluteError:
      return addValues<AbsoluteError, f64>(sum, a, y, settings, n);
    case LossNumber.huber:
      return addValues<Huber, f64>(sum, a, y, settings, n);
    case LossNumber.hinge:
      return addValues<Hinge, f64>(sum, a, y, settings, n);
  }
  unreachable();
  return 0;
}

/** da = scale · ∂loss/∂a of n outputs a, both doubles. */
function outputGradients(
  da: usize,
  a: usize,
  y: usize,
  loss: i32,
  settings: usize,
  scale: f64,
  n: i32,
): void {
  switch (loss) {
    case LossNumber.squaredError:
      return gradients<SquaredError, f64>(da, a, y, settings, scale, n);
    case LossNumber.absoluteError:
      return gradients<AbsoluteError, f64>(da, a, y, settings, scale, n);
    case LossNumber.huber:
      return gradients<Huber, f64>(da, a, y, settings, scale, n);
    case LossNumber.hinge:
      return gradients<Hinge, f64>(da, a, y, settings, scale, n);
  }
  unreachable();
}

/** sum + the losses of n predictions p as T. */
function addValues<L, T>(sum: f64, p: usize, y: usize, settings: usize, n: i32): f64 {
  const loss = changetype<L>(settings);
  const end = y + (<usize> n << 2);
  for (; y < end; y += 8) {
    const isPair = end - y >= 8;
    const values = loss.value(loadPair<T>(p, isPair), loadPair<f32>(y, isPair));
    sum = addPair(sum, values, isPair);
    p += pairBytes<T>();
  }
  return sum;
}

/** dp = scale · ∂loss/∂p of n predictions p, both as T. */
function gradients<L, T>(
  dp: usize,
  p: usize,
  y: usize,
  settings: usize,
  scale: f64,
  n: i32,
): void {
  const loss = changetype<L>(settings);
  const end = y + (<usize> n << 2);
  for (; y < end; y += 8) {
    const isPair = end - y >= 8;
    const gradient = loss.gradient(loadPair<T>(p, isPair), loadPair<f32>(y, isPair));
    storePair<T>(dp, f64x2.mul(f64x2.splat(scale), gradient), isPair);
    dp += pairBytes<T>();
    p += pairBytes<T>();
  }
}
