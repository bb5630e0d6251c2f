const view = new DataView(new ArrayBuffer(8));

/** The distance from |value| to the next double above it. */
export function ulp(value: number): number {
  view.setFloat64(0, Math.abs(value));
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  return view.getFloat64(0) - Math.abs(value);
}

/** How far `got` is from high + low, in ulp of high; 0 for equal infinities and two NaNs. */
export function ulpError(got: number, [high, low]: readonly [number, number]): number {
  if (Object.is(got, high) && !Number.isFinite(high)) return 0;
  return Math.abs((got - high) - low) / ulp(high);
}
