// @ts-nocheck: AssemblyScript has types of its own.

import { Lanes } from "./lanes.ts";

/** Parts that rules share. */
export class Parts {
  /** s + share·(x − s): a mean that follows x. */
  @inline
  static follow(s: v128, share: v128, x: v128): v128 {
    return f32x4.add(s, f32x4.mul(share, f32x4.sub(x, s)));
  }

  /** √s·correction + ε. */
  @inline
  static root(s: v128, correction: v128, epsilon: v128): v128 {
    return f32x4.add(f32x4.mul(f32x4.sqrt(s), correction), epsilon);
  }

  /** max(0, s), but for the sign of a 0, which does not survive adding ε to its root. */
  @inline
  static positive(s: v128): v128 {
    return f32x4.pmax(s, f32x4.splat(0));
  }

  /** w −= rate·step. */
  @inline
  static descend<T>(w: usize, rate: v128, step: v128): void {
    Lanes.store<T>(w, f32x4.sub(Lanes.load<T>(w), f32x4.mul(rate, step)));
  }
}
