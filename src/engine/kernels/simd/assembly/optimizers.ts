// @ts-nocheck: AssemblyScript has types of its own.

// The updates of src/engine/optimizers, operation for operation. n weights.

/** w −= η·g. */
export function gradientDescent(w: usize, g: usize, learningRate: f32, n: i32): void {
  const rate = f32x4.splat(learningRate);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 32 <= end; i += 32) {
    const a = f32x4.sub(v128.load(w + i), f32x4.mul(rate, v128.load(g + i)));
    const b = f32x4.sub(v128.load(w + i, 16), f32x4.mul(rate, v128.load(g + i, 16)));
    v128.store(w + i, a), v128.store(w + i, b, 16);
  }
  for (; i < end; i += 4) {
    store<f32>(w + i, load<f32>(w + i) - learningRate * load<f32>(g + i));
  }
}

/** v = β·v + g, w −= η·v. */
export function momentum(w: usize, v: usize, g: usize, learningRate: f32, beta: f32, n: i32): void {
  const rate = f32x4.splat(learningRate);
  const kept = f32x4.splat(beta);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 16 <= end; i += 16) {
    const velocity = f32x4.add(f32x4.mul(kept, v128.load(v + i)), v128.load(g + i));
    v128.store(v + i, velocity);
    v128.store(w + i, f32x4.sub(v128.load(w + i), f32x4.mul(rate, velocity)));
  }
  for (; i < end; i += 4) {
    const velocity = beta * load<f32>(v + i) + load<f32>(g + i);
    store<f32>(v + i, velocity);
    store<f32>(w + i, load<f32>(w + i) - learningRate * velocity);
  }
}

/** m += (1−β₁)(g − m), v += (1−β₂)(g² − v), w −= rate·(m / (√v·rootCorrection + ε)). */
export function adam(
  w: usize,
  m: usize,
  v: usize,
  g: usize,
  rate: f32,
  rootCorrection: f32,
  newMean: f32,
  newSquare: f32,
  epsilon: f32,
  n: i32,
): void {
  const rates = f32x4.splat(rate);
  const rootCorrections = f32x4.splat(rootCorrection);
  const newMeans = f32x4.splat(newMean);
  const newSquares = f32x4.splat(newSquare);
  const epsilons = f32x4.splat(epsilon);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 16 <= end; i += 16) {
    const gradient = v128.load(g + i);
    let mean = v128.load(m + i);
    let square = v128.load(v + i);
    mean = f32x4.add(mean, f32x4.mul(newMeans, f32x4.sub(gradient, mean)));
    const difference = f32x4.sub(f32x4.mul(gradient, gradient), square);
    square = f32x4.add(square, f32x4.mul(newSquares, difference));
    v128.store(m + i, mean);
    v128.store(v + i, square);
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(square), rootCorrections), epsilons);
    const step = f32x4.mul(rates, f32x4.div(mean, root));
    v128.store(w + i, f32x4.sub(v128.load(w + i), step));
  }
  for (; i < end; i += 4) {
    const gradient = load<f32>(g + i);
    let mean = load<f32>(m + i);
    let square = load<f32>(v + i);
    mean += newMean * (gradient - mean);
    square += newSquare * (gradient * gradient - square);
    store<f32>(m + i, mean);
    store<f32>(v + i, square);
    const root = sqrt<f32>(square) * rootCorrection + epsilon;
    store<f32>(w + i, load<f32>(w + i) - rate * (mean / root));
  }
}
