// What happens to every element by itself. n elements.
//
// Activations and losses are computed in double precision and rounded once, when the element is
// stored: they need exp and log, and there are few of them. Everything as long as the weights rounds
// after each operation, so that it fits 32-bit lanes.

import type { OptimizerRule, ScalarActivation, ScalarLoss } from "./functions.ts";

const f = Math.fround;

/** a = round(activation(z)). */
export function activationForward(
  a: Float32Array,
  z: Float32Array,
  activation: ScalarActivation,
  n: number,
): void {
  const { settings } = activation;
  for (let k = 0; k < n; k++) a[k] = activation.forward(z[k]!, settings);
}

/** dz = round(da · activation′(z, a)); dz may be da. */
export function activationBackward(
  dz: Float32Array,
  da: Float32Array,
  z: Float32Array,
  a: Float32Array,
  activation: ScalarActivation,
  n: number,
): void {
  const { settings } = activation;
  for (let k = 0; k < n; k++) dz[k] = da[k]! * activation.backward(z[k]!, a[k]!, settings);
}

/**
 * dz = round(scale · ∂loss/∂z) of the last layer. A loss of the outputs a sees activation(z) in
 * double precision: of an a near 0 or 1, rounding would leave little of its distance to the target.
 */
export function lossBackward(
  dz: Float32Array,
  z: Float32Array,
  y: Float32Array,
  loss: ScalarLoss,
  activation: ScalarActivation,
  scale: number,
  n: number,
): void {
  if (loss.of === "logits") {
    for (let k = 0; k < n; k++) dz[k] = scale * loss.gradient(z[k]!, y[k]!, loss.settings);
    return;
  }
  for (let k = 0; k < n; k++) {
    const a = activation.forward(z[k]!, activation.settings);
    const slope = activation.backward(z[k]!, a, activation.settings);
    dz[k] = scale * loss.gradient(a, y[k]!, loss.settings) * slope;
  }
}

/** The sum of the losses of n elements, one after the other, all in double precision. */
export function lossForward(
  z: Float32Array,
  y: Float32Array,
  loss: ScalarLoss,
  activation: ScalarActivation,
  n: number,
): number {
  let sum = 0;
  for (let k = 0; k < n; k++) {
    const p = loss.of === "logits" ? z[k]! : activation.forward(z[k]!, activation.settings);
    sum += loss.value(p, y[k]!, loss.settings);
  }
  return sum;
}

/** out = round(x · m); out may be x. */
export function multiply(out: Float32Array, x: Float32Array, m: Float32Array, n: number): void {
  for (let k = 0; k < n; k++) out[k] = f(x[k]! * m[k]!);
}

/** out = round(out + round(round(k) · x)). */
export function addScaled(out: Float32Array, x: Float32Array, k: number, n: number): void {
  const factor = f(k);
  for (let i = 0; i < n; i++) out[i] = f(out[i]! + f(factor * x[i]!));
}

/** As {@linkcode addScaled}; the factor is rounded already. */
export function addScaledBy(
  out: Float32Array,
  x: Float32Array,
  factors: Float32Array,
  index: number,
  n: number,
): void {
  addScaled(out, x, factors[index]!, n);
}

/** out = 0 */
export function clear(out: Float32Array, n: number): void {
  out.fill(0, 0, n);
}

/** out[first + k] = x[k] */
export function copy(out: Float32Array, first: number, x: Float32Array, n: number): void {
  for (let k = 0; k < n; k++) out[first + k] = x[k]!;
}

/** The rule's own loop: see the optimizer's file for its order. */
export function optimizerUpdate(
  w: Float32Array,
  state: readonly Float32Array[],
  g: Float32Array,
  numbers: Float32Array,
  rule: OptimizerRule,
  n: number,
): void {
  rule.update(w, state, g, numbers, n);
}
