// Batch normalisation between its sums: U columns, n rows. Everything in double precision, rounded when
// it is stored as float32.

/** exact = sums / n, means = round(exact), and the running means follow; sums = 0. */
export function batchMeans(
  means: Float32Array,
  exact: Float64Array,
  running: Float32Array,
  sums: Float64Array,
  n: number,
  momentum: number,
  U: number,
): void {
  for (let u = 0; u < U; u++) {
    exact[u] = sums[u]! / n;
    means[u] = exact[u]!;
    follow(running, u, momentum, exact[u]!);
    sums[u] = 0;
  }
}

/** inverse = round(1 / √(sums / n + ε)); the running variances follow sums / (n − 1); sums = 0. */
export function batchInverses(
  inverse: Float32Array,
  running: Float32Array,
  sums: Float64Array,
  n: number,
  momentum: number,
  epsilon: number,
  U: number,
): void {
  for (let u = 0; u < U; u++) {
    inverse[u] = 1 / Math.sqrt(sums[u]! / n + epsilon);
    follow(running, u, momentum, sums[u]! / (n - 1));
    sums[u] = 0;
  }
}

/** gradient = round(sums), means = round(sums / n); sums = 0. */
export function batchGradients(
  gradient: Float32Array,
  means: Float32Array,
  sums: Float64Array,
  n: number,
  U: number,
): void {
  for (let u = 0; u < U; u++) {
    gradient[u] = sums[u]!;
    means[u] = sums[u]! / n;
    sums[u] = 0;
  }
}

/** means = the running ones, inverse = round(1 / √(running variances + ε)). */
export function runningStatistics(
  means: Float32Array,
  inverse: Float32Array,
  runningMeans: Float32Array,
  runningVariances: Float32Array,
  epsilon: number,
  U: number,
): void {
  for (let u = 0; u < U; u++) {
    means[u] = runningMeans[u]!;
    inverse[u] = 1 / Math.sqrt(runningVariances[u]! + epsilon);
  }
}

/** running = round((1 − momentum)·running + momentum·batch). */
function follow(running: Float32Array, u: number, momentum: number, batch: number): void {
  running[u] = (1 - momentum) * running[u]! + momentum * batch;
}
