// @ts-nocheck: AssemblyScript has types of its own.

// What happens to every element by itself. n elements.

/** out = x · m; out may be x. */
export function multiply(out: usize, x: usize, m: usize, n: i32): void {
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 32 <= end; i += 32) {
    const a = f32x4.mul(v128.load(x + i), v128.load(m + i));
    const b = f32x4.mul(v128.load(x + i, 16), v128.load(m + i, 16));
    v128.store(out + i, a), v128.store(out + i, b, 16);
  }
  for (; i < end; i += 4) store<f32>(out + i, load<f32>(x + i) * load<f32>(m + i));
}

/** out += k · x. */
export function addScaled(out: usize, x: usize, k: f32, n: i32): void {
  const factor = f32x4.splat(k);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 32 <= end; i += 32) {
    const a = f32x4.add(v128.load(out + i), f32x4.mul(factor, v128.load(x + i)));
    const b = f32x4.add(v128.load(out + i, 16), f32x4.mul(factor, v128.load(x + i, 16)));
    v128.store(out + i, a), v128.store(out + i, b, 16);
  }
  for (; i < end; i += 4) store<f32>(out + i, load<f32>(out + i) + k * load<f32>(x + i));
}

/** out += factor · x, the factor at an address. */
export function addScaledBy(out: usize, x: usize, factor: usize, n: i32): void {
  addScaled(out, x, load<f32>(factor), n);
}
