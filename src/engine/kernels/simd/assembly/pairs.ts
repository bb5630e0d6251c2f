// @ts-nocheck: AssemblyScript has types of its own.

// Elements by twos as doubles. T: f32, as the tensors are, or f64, in the scratch, where a pair may
// always be read and written; `isPair` false means the last of an odd number.

/** Bytes that two elements take. */
export function pairBytes<T>(): usize {
  return 2 * sizeof<T>();
}

/** Two elements as doubles. */
// @inline
export function loadPair<T>(p: usize, isPair: bool): v128 {
  if (sizeof<T>() == 8) return v128.load(p);
  let floats = v128.load32_zero(p);
  // One by one: they may just have been stored so, and one load of two stores waits for both to be done.
  if (isPair) floats = v128.load32_lane(p, floats, 1, 4);
  return f64x2.promote_low_f32x4(floats);
}

/** Stores two doubles, rounded once where T is f32. */
// @inline
export function storePair<T>(p: usize, pair: v128, isPair: bool): void {
  if (sizeof<T>() == 8) {
    v128.store(p, pair);
    return;
  }
  const rounded = f32x4.demote_f64x2_zero(pair);
  if (isPair) v128.store64_lane(p, rounded, 0);
  else v128.store32_lane(p, rounded, 0);
}

/** sum + both elements, the first one first. */
// @inline
export function addPair(sum: f64, pair: v128, isPair: bool): f64 {
  sum += f64x2.extract_lane(pair, 0);
  return isPair ? sum + f64x2.extract_lane(pair, 1) : sum;
}
