// @ts-nocheck: AssemblyScript has types of its own.

// Rules that divide the mean of the gradient by a root of the mean of its squares. See optimizers.ts.

import { Lanes } from "./lanes.ts";
import { Parts } from "./rule_parts.ts";

/** m follows g, v follows g², w −= rate·(m / (√v·rootCorrection + ε)). */
@unmanaged
export class Adam {
  @inline
  get count(): i32 {
    return 5;
  }

  @inline
  step<T>(
    w: usize,
    m: usize,
    v: usize,
    _2: usize,
    g: usize,
    rate: v128,
    rootCorrection: v128,
    newMean: v128,
    newSquare: v128,
    epsilon: v128,
    _f: v128,
  ): void {
    const gradient = Lanes.load<T>(g);
    const mean = Parts.follow(Lanes.load<T>(m), newMean, gradient);
    const square = Parts.follow(Lanes.load<T>(v), newSquare, f32x4.mul(gradient, gradient));
    Lanes.store<T>(m, mean);
    Lanes.store<T>(v, square);
    Parts.descend<T>(w, rate, f32x4.div(mean, Parts.root(square, rootCorrection, epsilon)));
  }
}

/** Adam with the largest v so far. */
@unmanaged
export class Amsgrad {
  @inline
  get count(): i32 {
    return 5;
  }

  @inline
  step<T>(
    w: usize,
    m: usize,
    v: usize,
    top: usize,
    g: usize,
    rate: v128,
    rootCorrection: v128,
    newMean: v128,
    newSquare: v128,
    epsilon: v128,
    _f: v128,
  ): void {
    const gradient = Lanes.load<T>(g);
    const mean = Parts.follow(Lanes.load<T>(m), newMean, gradient);
    const square = Parts.follow(Lanes.load<T>(v), newSquare, f32x4.mul(gradient, gradient));
    const largest = f32x4.max(Lanes.load<T>(top), square);
    Lanes.store<T>(m, mean);
    Lanes.store<T>(v, square);
    Lanes.store<T>(top, largest);
    Parts.descend<T>(w, rate, f32x4.div(mean, Parts.root(largest, rootCorrection, epsilon)));
  }
}

/** w −= decay·w, then Adam's step. */
@unmanaged
export class Adamw {
  @inline
  get count(): i32 {
    return 6;
  }

  @inline
  step<T>(
    w: usize,
    m: usize,
    v: usize,
    _2: usize,
    g: usize,
    rate: v128,
    rootCorrection: v128,
    newMean: v128,
    newSquare: v128,
    epsilon: v128,
    decay: v128,
  ): void {
    const gradient = Lanes.load<T>(g);
    const mean = Parts.follow(Lanes.load<T>(m), newMean, gradient);
    const square = Parts.follow(Lanes.load<T>(v), newSquare, f32x4.mul(gradient, gradient));
    Lanes.store<T>(m, mean);
    Lanes.store<T>(v, square);
    const step = f32x4.div(mean, Parts.root(square, rootCorrection, epsilon));
    const weight = Lanes.load<T>(w);
    const decayed = f32x4.sub(weight, f32x4.mul(decay, weight));
    Lanes.store<T>(w, f32x4.sub(decayed, f32x4.mul(rate, step)));
  }
}

/** m follows g, u = max(β₂·u, |g| + ε), w −= rate·(m / u). */
@unmanaged
export class Adamax {
  @inline
  get count(): i32 {
    return 4;
  }

  @inline
  step<T>(
    w: usize,
    m: usize,
    u: usize,
    _2: usize,
    g: usize,
    rate: v128,
    newMean: v128,
    beta2: v128,
    epsilon: v128,
    _e: v128,
    _f: v128,
  ): void {
    const gradient = Lanes.load<T>(g);
    const mean = Parts.follow(Lanes.load<T>(m), newMean, gradient);
    const kept = f32x4.mul(beta2, Lanes.load<T>(u));
    const largest = f32x4.max(kept, f32x4.add(f32x4.abs(gradient), epsilon));
    Lanes.store<T>(m, mean);
    Lanes.store<T>(u, largest);
    Parts.descend<T>(w, rate, f32x4.div(mean, largest));
  }
}

/** Adam's m and v, w −= (gradientRate·g + meanRate·m) / (√v·rootCorrection + ε). */
@unmanaged
export class Nadam {
  @inline
  get count(): i32 {
    return 6;
  }

  @inline
  step<T>(
    w: usize,
    m: usize,
    v: usize,
    _2: usize,
    g: usize,
    gradientRate: v128,
    meanRate: v128,
    rootCorrection: v128,
    newMean: v128,
    newSquare: v128,
    epsilon: v128,
  ): void {
    const gradient = Lanes.load<T>(g);
    const mean = Parts.follow(Lanes.load<T>(m), newMean, gradient);
    const square = Parts.follow(Lanes.load<T>(v), newSquare, f32x4.mul(gradient, gradient));
    Lanes.store<T>(m, mean);
    Lanes.store<T>(v, square);
    const root = Parts.root(square, rootCorrection, epsilon);
    const step = f32x4.add(f32x4.mul(gradientRate, gradient), f32x4.mul(meanRate, mean));
    Lanes.store<T>(w, f32x4.sub(Lanes.load<T>(w), f32x4.div(step, root)));
  }
}
