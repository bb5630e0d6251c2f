// @ts-nocheck: AssemblyScript has types of its own.

/**
 * The first floats of a vector, as many as T has room for: 4 in v128, 2 in f64, 1 in f32. With it an
 * operation is written once, and the end of an array needs two smaller steps at most.
 */
export class Lanes {
  /** Zeros behind the floats. */
  @inline
  static load<T>(p: usize): v128 {
    if (sizeof<T>() == 16) return v128.load(p);
    return sizeof<T>() == 8 ? v128.load64_zero(p) : v128.load32_zero(p);
  }

  @inline
  static store<T>(p: usize, x: v128): void {
    if (sizeof<T>() == 16) v128.store(p, x);
    else if (sizeof<T>() == 8) v128.store64_lane(p, x, 0);
    else v128.store32_lane(p, x, 0);
  }

  /** As many doubles as floats, 2 at most. */
  @inline
  static loadDoubles<T>(p: usize): v128 {
    return sizeof<T>() == 8 ? v128.load(p) : v128.load64_zero(p);
  }

  @inline
  static storeDoubles<T>(p: usize, x: v128): void {
    if (sizeof<T>() == 8) v128.store(p, x);
    else v128.store64_lane(p, x, 0);
  }

  /** Floats as doubles, 2 at most. */
  @inline
  static promote<T>(p: usize): v128 {
    return f64x2.promote_low_f32x4(Lanes.load<T>(p));
  }

  /** Doubles, rounded to floats. */
  @inline
  static demote<T>(p: usize, x: v128): void {
    Lanes.store<T>(p, f32x4.demote_f64x2_zero(x));
  }

  /** −1, 0 or 1; −0 and NaN stay. */
  @inline
  static sign(x: v128): v128 {
    const bit = f32x4.splat(-0.0);
    const one = v128.or(v128.and(x, bit), f32x4.splat(1));
    return v128.bitselect(one, x, f32x4.gt(f32x4.abs(x), f32x4.splat(0)));
  }
}
