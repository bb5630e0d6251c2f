// @ts-nocheck: AssemblyScript has types of its own.

// Batch normalisation between its sums: U columns, computed in doubles and rounded when stored.

import { Lanes } from "./lanes.ts";

/** exact = sums / n, means = exact; the running means follow; sums = 0. */
export function batchMeans(
  means: usize,
  exact: usize,
  running: usize,
  sums: usize,
  n: f64,
  momentum: f64,
  U: i32,
): void {
  let u = 0;
  for (; u + 2 <= U; u += 2) Batch.means<f64>(u, means, exact, running, sums, n, momentum);
  if (u < U) Batch.means<f32>(u, means, exact, running, sums, n, momentum);
}

/** inverse = 1 / √(sums / n + ε); the running variances follow sums / (n − 1); sums = 0. */
export function batchInverses(
  inverse: usize,
  running: usize,
  sums: usize,
  n: f64,
  momentum: f64,
  epsilon: f64,
  U: i32,
): void {
  let u = 0;
  for (; u + 2 <= U; u += 2) Batch.inverses<f64>(u, inverse, running, sums, n, momentum, epsilon);
  if (u < U) Batch.inverses<f32>(u, inverse, running, sums, n, momentum, epsilon);
}

/** gradient = sums, means = sums / n; sums = 0. */
export function batchGradients(gradient: usize, means: usize, sums: usize, n: f64, U: i32): void {
  let u = 0;
  for (; u + 2 <= U; u += 2) Batch.gradients<f64>(u, gradient, means, sums, n);
  if (u < U) Batch.gradients<f32>(u, gradient, means, sums, n);
}

/** means = the running ones, inverse = 1 / √(running variances + ε). */
export function runningStatistics(
  means: usize,
  inverse: usize,
  runningMeans: usize,
  runningVariances: usize,
  epsilon: f64,
  U: i32,
): void {
  memory.copy(means, runningMeans, <usize> U << 2);
  let u = 0;
  for (; u + 2 <= U; u += 2) Batch.running<f64>(u, inverse, runningVariances, epsilon);
  if (u < U) Batch.running<f32>(u, inverse, runningVariances, epsilon);
}

/** 2 columns or 1, as T has room for, from column u on. */
class Batch {
  @inline
  static means<T>(
    u: usize,
    means: usize,
    exact: usize,
    running: usize,
    sums: usize,
    n: f64,
    momentum: f64,
  ): void {
    const mean = f64x2.div(Lanes.loadDoubles<T>(sums + (u << 3)), f64x2.splat(n));
    Lanes.storeDoubles<T>(exact + (u << 3), mean);
    Lanes.demote<T>(means + (u << 2), mean);
    Batch.follow<T>(running + (u << 2), momentum, mean);
    Lanes.storeDoubles<T>(sums + (u << 3), f64x2.splat(0));
  }

  @inline
  static inverses<T>(
    u: usize,
    inverse: usize,
    running: usize,
    sums: usize,
    n: f64,
    momentum: f64,
    epsilon: f64,
  ): void {
    const sum = Lanes.loadDoubles<T>(sums + (u << 3));
    const variance = f64x2.div(sum, f64x2.splat(n));
    Lanes.demote<T>(inverse + (u << 2), Batch.inverse(variance, epsilon));
    Batch.follow<T>(running + (u << 2), momentum, f64x2.div(sum, f64x2.splat(n - 1)));
    Lanes.storeDoubles<T>(sums + (u << 3), f64x2.splat(0));
  }

  @inline
  static gradients<T>(u: usize, gradient: usize, means: usize, sums: usize, n: f64): void {
    const sum = Lanes.loadDoubles<T>(sums + (u << 3));
    Lanes.demote<T>(gradient + (u << 2), sum);
    Lanes.demote<T>(means + (u << 2), f64x2.div(sum, f64x2.splat(n)));
    Lanes.storeDoubles<T>(sums + (u << 3), f64x2.splat(0));
  }

  @inline
  static running<T>(u: usize, inverse: usize, variances: usize, epsilon: f64): void {
    const variance = Lanes.promote<T>(variances + (u << 2));
    Lanes.demote<T>(inverse + (u << 2), Batch.inverse(variance, epsilon));
  }

  /** running = (1 − momentum)·running + momentum·batch. */
  @inline
  static follow<T>(running: usize, momentum: f64, batch: v128): void {
    const kept = f64x2.mul(f64x2.splat(1 - momentum), Lanes.promote<T>(running));
    Lanes.demote<T>(running, f64x2.add(kept, f64x2.mul(f64x2.splat(momentum), batch)));
  }

  @inline
  static inverse(variance: v128, epsilon: f64): v128 {
    return f64x2.div(f64x2.splat(1), f64x2.sqrt(f64x2.add(variance, f64x2.splat(epsilon))));
  }
}
