// @ts-nocheck: AssemblyScript has types of its own.

// Rules whose steps follow the gradient or its mean. See optimizers.ts.

import { Lanes } from "./lanes.ts";
import { Parts } from "./rule_parts.ts";

/** w −= η·g. */
@unmanaged
export class GradientDescent {
  @inline
  get count(): i32 {
    return 1;
  }

  @inline
  step<T>(
    w: usize,
    _0: usize,
    _1: usize,
    _2: usize,
    g: usize,
    rate: v128,
    _b: v128,
    _c: v128,
    _d: v128,
    _e: v128,
    _f: v128,
  ): void {
    Parts.descend<T>(w, rate, Lanes.load<T>(g));
  }
}

/** v = β·v + g, w −= η·v. */
@unmanaged
export class Momentum {
  @inline
  get count(): i32 {
    return 2;
  }

  @inline
  step<T>(
    w: usize,
    v: usize,
    _1: usize,
    _2: usize,
    g: usize,
    rate: v128,
    beta: v128,
    _c: v128,
    _d: v128,
    _e: v128,
    _f: v128,
  ): void {
    const velocity = f32x4.add(f32x4.mul(beta, Lanes.load<T>(v)), Lanes.load<T>(g));
    Lanes.store<T>(v, velocity);
    Parts.descend<T>(w, rate, velocity);
  }
}

/** v = β·v + share·g, w −= η·v. */
@unmanaged
export class AveragedMomentum {
  @inline
  get count(): i32 {
    return 3;
  }

  @inline
  step<T>(
    w: usize,
    v: usize,
    _1: usize,
    _2: usize,
    g: usize,
    rate: v128,
    beta: v128,
    share: v128,
    _d: v128,
    _e: v128,
    _f: v128,
  ): void {
    const gradient = f32x4.mul(share, Lanes.load<T>(g));
    const velocity = f32x4.add(f32x4.mul(beta, Lanes.load<T>(v)), gradient);
    Lanes.store<T>(v, velocity);
    Parts.descend<T>(w, rate, velocity);
  }
}

/** v = β·v + share·g, w −= η·(share·g + β·v). */
@unmanaged
export class NesterovMomentum {
  @inline
  get count(): i32 {
    return 3;
  }

  @inline
  step<T>(
    w: usize,
    v: usize,
    _1: usize,
    _2: usize,
    g: usize,
    rate: v128,
    beta: v128,
    share: v128,
    _d: v128,
    _e: v128,
    _f: v128,
  ): void {
    const gradient = f32x4.mul(share, Lanes.load<T>(g));
    const velocity = f32x4.add(f32x4.mul(beta, Lanes.load<T>(v)), gradient);
    Lanes.store<T>(v, velocity);
    Parts.descend<T>(w, rate, f32x4.add(gradient, f32x4.mul(beta, velocity)));
  }
}

/** w −= decay·w, w −= η·sign(m + stepShare·(g − m)), m follows g. */
@unmanaged
export class Lion {
  @inline
  get count(): i32 {
    return 4;
  }

  @inline
  step<T>(
    w: usize,
    m: usize,
    _1: usize,
    _2: usize,
    g: usize,
    rate: v128,
    stepShare: v128,
    newMean: v128,
    decay: v128,
    _e: v128,
    _f: v128,
  ): void {
    const before = Lanes.load<T>(m);
    const change = f32x4.sub(Lanes.load<T>(g), before);
    const direction = Lanes.sign(f32x4.add(before, f32x4.mul(stepShare, change)));
    Lanes.store<T>(m, f32x4.add(before, f32x4.mul(newMean, change)));
    const weight = Lanes.load<T>(w);
    const decayed = f32x4.sub(weight, f32x4.mul(decay, weight));
    Lanes.store<T>(w, f32x4.sub(decayed, f32x4.mul(rate, direction)));
  }
}
