// @ts-nocheck: AssemblyScript has types of its own.

// src/engine/losses of an output by itself, two doubles at a time: the same operations in the same
// order. A class is where the module finds a member's options: `this` is their address.

import { constant, exp, half, log1p, one, sigmoid, two } from "./functions.ts";

@unmanaged
export class BinaryCrossEntropy {
  labelSmoothing: f64;
  positiveWeight: f64;

  @inline
  value(z: v128, target: v128): v128 {
    const y = this.smoothed(target);
    const below = f64x2.mul(f64x2.mul(constant(-this.positiveWeight), y), z);
    const above = f64x2.mul(f64x2.sub(one, y), z);
    const far = v128.bitselect(above, below, f64x2.gt(z, constant(0)));
    const near = log1p(exp(f64x2.neg(f64x2.abs(z))));
    return f64x2.add(far, f64x2.mul(this.weight(y), near));
  }
  @inline
  gradient(z: v128, target: v128): v128 {
    const y = this.smoothed(target);
    const own = f64x2.mul(constant(this.positiveWeight), y);
    return f64x2.sub(f64x2.mul(sigmoid(z), this.weight(y)), own);
  }
  @inline
  smoothed(y: v128): v128 {
    const epsilon = this.labelSmoothing;
    return f64x2.add(f64x2.mul(y, constant(1 - epsilon)), constant(epsilon / 2));
  }
  @inline
  weight(y: v128): v128 {
    return f64x2.add(one, f64x2.mul(constant(this.positiveWeight - 1), y));
  }
}

@unmanaged
export class SquaredError {
  @inline
  value(a: v128, y: v128): v128 {
    const error = f64x2.sub(a, y);
    return f64x2.mul(error, error);
  }
  @inline
  gradient(a: v128, y: v128): v128 {
    return f64x2.mul(two, f64x2.sub(a, y));
  }
}

@unmanaged
export class AbsoluteError {
  @inline
  value(a: v128, y: v128): v128 {
    return f64x2.abs(f64x2.sub(a, y));
  }
  @inline
  gradient(a: v128, y: v128): v128 {
    const rest = v128.bitselect(constant(-1), f64x2.sub(a, y), f64x2.lt(a, y));
    return v128.bitselect(one, rest, f64x2.gt(a, y));
  }
}

@unmanaged
export class Huber {
  delta: f64;

  @inline
  value(a: v128, y: v128): v128 {
    const delta = this.delta;
    const error = f64x2.abs(f64x2.sub(a, y));
    const near = f64x2.mul(f64x2.mul(half, error), error);
    const far = f64x2.mul(constant(delta), f64x2.sub(error, constant(0.5 * delta)));
    return v128.bitselect(near, far, f64x2.le(error, constant(delta)));
  }
  @inline
  gradient(a: v128, y: v128): v128 {
    const delta = constant(this.delta);
    const opposite = f64x2.neg(delta);
    const error = f64x2.sub(a, y);
    const rest = v128.bitselect(opposite, error, f64x2.lt(error, opposite));
    return v128.bitselect(delta, rest, f64x2.gt(error, delta));
  }
}

@unmanaged
export class Hinge {
  @inline
  value(a: v128, y: v128): v128 {
    const margin = f64x2.mul(this.side(y), a);
    return v128.andnot(f64x2.sub(one, margin), f64x2.ge(margin, one));
  }
  @inline
  gradient(a: v128, y: v128): v128 {
    const t = this.side(y);
    return v128.andnot(f64x2.neg(t), f64x2.ge(f64x2.mul(t, a), one));
  }
  @inline
  side(y: v128): v128 {
    return f64x2.sub(f64x2.mul(two, y), one);
  }
}
