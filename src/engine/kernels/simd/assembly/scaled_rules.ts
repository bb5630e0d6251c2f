// @ts-nocheck: AssemblyScript has types of its own.

// Rules that divide the gradient by a root of its squares. See optimizers.ts.

import { Lanes } from "./lanes.ts";
import { Parts } from "./rule_parts.ts";

/** s += g², w −= η·(g / (√(s₀ + s) + ε)). */
@unmanaged
export class Adagrad {
  @inline
  get count(): i32 {
    return 3;
  }

  @inline
  step<T>(
    w: usize,
    s: usize,
    _1: usize,
    _2: usize,
    g: usize,
    rate: v128,
    epsilon: v128,
    initial: v128,
    _d: v128,
    _e: v128,
    _f: v128,
  ): void {
    const gradient = Lanes.load<T>(g);
    const square = f32x4.add(Lanes.load<T>(s), f32x4.mul(gradient, gradient));
    Lanes.store<T>(s, square);
    const root = f32x4.add(f32x4.sqrt(f32x4.add(initial, square)), epsilon);
    Parts.descend<T>(w, rate, f32x4.div(gradient, root));
  }
}

/** s follows g², δ = √(d + ε) / √(s + ε) · g, d follows δ², w −= η·δ. */
@unmanaged
export class Adadelta {
  @inline
  get count(): i32 {
    return 3;
  }

  @inline
  step<T>(
    w: usize,
    s: usize,
    d: usize,
    _2: usize,
    g: usize,
    rate: v128,
    share: v128,
    epsilon: v128,
    _d: v128,
    _e: v128,
    _f: v128,
  ): void {
    const gradient = Lanes.load<T>(g);
    const before = Lanes.load<T>(d);
    const square = Parts.follow(Lanes.load<T>(s), share, f32x4.mul(gradient, gradient));
    const above = f32x4.sqrt(f32x4.add(before, epsilon));
    const below = f32x4.sqrt(f32x4.add(square, epsilon));
    const step = f32x4.mul(f32x4.div(above, below), gradient);
    Lanes.store<T>(s, square);
    Lanes.store<T>(d, Parts.follow(before, share, f32x4.mul(step, step)));
    Parts.descend<T>(w, rate, step);
  }
}

/** s follows g², w −= η·(g / (√s + ε)). */
@unmanaged
export class Rmsprop {
  @inline
  get count(): i32 {
    return 4;
  }

  @inline
  step<T>(
    w: usize,
    s: usize,
    _1: usize,
    _2: usize,
    g: usize,
    rate: v128,
    share: v128,
    epsilon: v128,
    _kept: v128,
    _e: v128,
    _f: v128,
  ): void {
    const gradient = Lanes.load<T>(g);
    const square = Parts.follow(Lanes.load<T>(s), share, f32x4.mul(gradient, gradient));
    Lanes.store<T>(s, square);
    Parts.descend<T>(w, rate, f32x4.div(gradient, f32x4.add(f32x4.sqrt(square), epsilon)));
  }
}

/** With velocity b = μ·b + g / (√s + ε), w −= η·b. */
@unmanaged
export class RmspropMomentum {
  @inline
  get count(): i32 {
    return 4;
  }

  @inline
  step<T>(
    w: usize,
    s: usize,
    b: usize,
    _2: usize,
    g: usize,
    rate: v128,
    share: v128,
    epsilon: v128,
    kept: v128,
    _e: v128,
    _f: v128,
  ): void {
    const gradient = Lanes.load<T>(g);
    const square = Parts.follow(Lanes.load<T>(s), share, f32x4.mul(gradient, gradient));
    Lanes.store<T>(s, square);
    const step = f32x4.div(gradient, f32x4.add(f32x4.sqrt(square), epsilon));
    const velocity = f32x4.add(f32x4.mul(kept, Lanes.load<T>(b)), step);
    Lanes.store<T>(b, velocity);
    Parts.descend<T>(w, rate, velocity);
  }
}

/** With max(0, s − m²) for s, m follows g. */
@unmanaged
export class RmspropCentered {
  @inline
  get count(): i32 {
    return 4;
  }

  @inline
  step<T>(
    w: usize,
    s: usize,
    m: usize,
    _2: usize,
    g: usize,
    rate: v128,
    share: v128,
    epsilon: v128,
    _kept: v128,
    _e: v128,
    _f: v128,
  ): void {
    const gradient = Lanes.load<T>(g);
    const square = Parts.follow(Lanes.load<T>(s), share, f32x4.mul(gradient, gradient));
    const mean = Parts.follow(Lanes.load<T>(m), share, gradient);
    Lanes.store<T>(s, square);
    Lanes.store<T>(m, mean);
    const spread = Parts.positive(f32x4.sub(square, f32x4.mul(mean, mean)));
    Parts.descend<T>(w, rate, f32x4.div(gradient, f32x4.add(f32x4.sqrt(spread), epsilon)));
  }
}

/** With both. */
@unmanaged
export class RmspropCenteredMomentum {
  @inline
  get count(): i32 {
    return 4;
  }

  @inline
  step<T>(
    w: usize,
    s: usize,
    m: usize,
    b: usize,
    g: usize,
    rate: v128,
    share: v128,
    epsilon: v128,
    kept: v128,
    _e: v128,
    _f: v128,
  ): void {
    const gradient = Lanes.load<T>(g);
    const square = Parts.follow(Lanes.load<T>(s), share, f32x4.mul(gradient, gradient));
    const mean = Parts.follow(Lanes.load<T>(m), share, gradient);
    Lanes.store<T>(s, square);
    Lanes.store<T>(m, mean);
    const spread = Parts.positive(f32x4.sub(square, f32x4.mul(mean, mean)));
    const step = f32x4.div(gradient, f32x4.add(f32x4.sqrt(spread), epsilon));
    const velocity = f32x4.add(f32x4.mul(kept, Lanes.load<T>(b)), step);
    Lanes.store<T>(b, velocity);
    Parts.descend<T>(w, rate, velocity);
  }
}
