// @ts-nocheck: AssemblyScript has types of its own.

// src/engine/activations/softmax.ts and src/engine/losses/categorical_cross_entropy.ts, two doubles at
// a time: the same operations in the same order. U units. A row's exponentials stay in the scratch; of
// a row longer than a chunk, they are computed again.

import { constant, exp, log1p } from "./functions.ts";
import { addPair, loadPair, storePair } from "./pairs.ts";
import { temporaryAt } from "./scratch.ts";

/** Units; an even number. */
const chunk = 1024;

/** a = softmax(z) of one row. */
export function softmax(a: usize, z: usize, U: i32): void {
  if (U == 0) return;
  const largest = <f64> load<f32>(z + (<usize> placeOfLargest(z, U) << 2));
  const sum = constant(sumOfExponentials(z, largest, U, -1));
  for (let u = 0; u < U; u += 2) {
    const at = <usize> u << 2;
    storePair<f32>(a + at, f64x2.div(exponentials(z, largest, u, U), sum), u + 1 < U);
  }
}

@unmanaged
export class CategoricalCrossEntropy {
  labelSmoothing: f64;
  /** How many class weights follow, and a 1 behind them; further classes have 1 too. */
  weights: f64;

  /** Of one row. */
  value(z: usize, y: usize, U: i32): f64 {
    if (U == 0) return 0;
    const place = placeOfLargest(z, U);
    const largest = <f64> load<f32>(z + (<usize> place << 2));
    const excess = log1p(constant(sumOfExponentials(z, largest, U, place)));
    let sum: f64 = 0;
    for (let u = 0; u < U; u += 2) {
      const isPair = u + 1 < U;
      const at = <usize> u << 2;
      const weight = this.weightsOf(loadPair<f32>(y + at, isPair), u, U);
      const distance = f64x2.sub(constant(largest), loadPair<f32>(z + at, isPair));
      const share = f64x2.mul(weight, f64x2.add(distance, excess));
      // Adding 0 changes no bit: a sum that starts at 0 is never −0.
      sum = addPair(sum, v128.and(share, f64x2.ne(weight, constant(0))), isPair);
    }
    const rest = f64x2.extract_lane(excess, 0);
    return rest == rest ? sum : rest;
  }

  /** dz = scale · ∂loss/∂z of one row. */
  gradient(dz: usize, z: usize, y: usize, scale: f64, U: i32): void {
    if (U == 0) return;
    const place = placeOfLargest(z, U);
    const largest = <f64> load<f32>(z + (<usize> place << 2));
    const partition = constant(1 + sumOfExponentials(z, largest, U, place));
    let all: f64 = 0;
    for (let u = 0; u < U; u += 2) {
      const isPair = u + 1 < U;
      const target = loadPair<f32>(y + (<usize> u << 2), isPair);
      all = addPair(all, this.weightsOf(target, u, U), isPair);
    }
    for (let u = 0; u < U; u += 2) {
      const isPair = u + 1 < U;
      const at = <usize> u << 2;
      const a = f64x2.div(exponentials(z, largest, u, U), partition);
      const own = this.weightsOf(loadPair<f32>(y + at, isPair), u, U);
      const gradient = f64x2.sub(f64x2.mul(constant(all), a), own);
      storePair<f32>(dz + at, f64x2.mul(constant(scale), gradient), isPair);
    }
  }

  /** What the shares of classes u and u + 1, with targets y, are multiplied by. */
  @inline
  weightsOf(y: v128, u: i32, U: i32): v128 {
    const epsilon = this.labelSmoothing;
    const kept = f64x2.mul(y, constant(1 - epsilon));
    const smoothed = f64x2.add(kept, constant(epsilon / <f64> U));
    if (<f64> u >= this.weights) return smoothed;
    return f64x2.mul(smoothed, v128.load(changetype<usize>(this) + (<usize> u << 3), 16));
  }
}

/** Of the largest of U logits, the first of equals; 0 where the first one is not a number. */
function placeOfLargest(z: usize, U: i32): i32 {
  let place = 0;
  let largest = load<f32>(z);
  for (let u = 1; u < U; u++) {
    const value = load<f32>(z + (<usize> u << 2));
    if (value > largest) {
      largest = value;
      place = u;
    }
  }
  return place;
}

/**
 * Σ exp(z − largest), one after the other, without the unit `omitted`. The exponentials of the last
 * chunk stay in the scratch.
 */
function sumOfExponentials(z: usize, largest: f64, U: i32, omitted: i32): f64 {
  let sum: f64 = 0;
  for (let from = 0; from < U; from += chunk) {
    const end = min(U, from + chunk);
    computeExponentials(z, largest, from, end);
    for (let u = from; u < end; u++) {
      if (u != omitted) sum += load<f64>(temporaryAt + (<usize> (u - from) << 3));
    }
  }
  return sum;
}

/** exp(z − largest) of the units u and u + 1, u from 0 on, after `sumOfExponentials`. */
function exponentials(z: usize, largest: f64, u: i32, U: i32): v128 {
  const from = u % chunk;
  if (from == 0 && U > chunk) computeExponentials(z, largest, u, min(U, u + chunk));
  return v128.load(temporaryAt + (<usize> from << 3));
}

function computeExponentials(z: usize, largest: f64, from: i32, end: i32): void {
  for (let u = from; u < end; u += 2) {
    const logits = loadPair<f32>(z + (<usize> u << 2), u + 1 < end);
    const distance = f64x2.sub(logits, constant(largest));
    v128.store(temporaryAt + (<usize> (u - from) << 3), exp(distance));
  }
}
