// @ts-nocheck: AssemblyScript has types of its own.

// sums[c] += Σₖ (scale·d[k])·x[k,c], row after row, the rows where they lie: for few units. 8 rows go
// along together, so that a sum is loaded and stored once for 8 products. Strides are in bytes.

/** n columns of K rows of floats. The sums start at what is there. */
export function addRows(
  sums: usize,
  d: usize,
  dStride: usize,
  x: usize,
  stride: usize,
  scale: f32,
  K: i32,
  n: i32,
): void {
  let k = 0;
  for (; k + 8 <= K; k += 8) {
    addRows8(sums, d, dStride, x, stride, scale, n);
    d += 8 * dStride;
    x += 8 * stride;
  }
  for (; k < K; k++) {
    addRow(sums, load<f32>(d) * scale, x, n);
    d += dStride;
    x += stride;
  }
}

/** n columns of K rows of bytes. The sums start at what is there. */
export function addByteRows(
  sums: usize,
  d: usize,
  dStride: usize,
  x: usize,
  stride: usize,
  scale: f32,
  K: i32,
  n: i32,
): void {
  let k = 0;
  for (; k + 8 <= K; k += 8) {
    addByteRows8(sums, d, dStride, x, stride, scale, n);
    d += 8 * dStride;
    x += 8 * stride;
  }
  for (; k < K; k++) {
    addByteRow(sums, load<f32>(d) * scale, x, n);
    d += dStride;
    x += stride;
  }
}

function addRow(sums: usize, v: f32, x: usize, n: i32): void {
  const splat = f32x4.splat(v);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 32 <= end; i += 32) {
    const a = f32x4.add(v128.load(sums + i), f32x4.mul(splat, v128.load(x + i)));
    const b = f32x4.add(v128.load(sums + i, 16), f32x4.mul(splat, v128.load(x + i, 16)));
    v128.store(sums + i, a), v128.store(sums + i, b, 16);
  }
  for (; i < end; i += 4) {
    store<f32>(sums + i, load<f32>(sums + i) + v * load<f32>(x + i));
  }
}

function addByteRow(sums: usize, v: f32, x: usize, n: i32): void {
  const splat = f32x4.splat(v);
  let i = 0;
  for (; i + 8 <= n; i += 8, sums += 32) {
    const bytes = v128.load8x8_u(x + i);
    const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(bytes));
    const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(bytes));
    const a = f32x4.add(v128.load(sums), f32x4.mul(splat, low));
    const b = f32x4.add(v128.load(sums, 16), f32x4.mul(splat, high));
    v128.store(sums, a), v128.store(sums, b, 16);
  }
  for (; i < n; i++, sums += 4) {
    store<f32>(sums, load<f32>(sums) + v * <f32> <i32> load<u8>(x + i));
  }
}

function addRows8(
  sums: usize,
  d: usize,
  dStride: usize,
  x0: usize,
  stride: usize,
  scale: f32,
  n: i32,
): void {
  const v0 = f32x4.splat(load<f32>(d) * scale);
  const v1 = f32x4.splat(load<f32>(d + dStride) * scale);
  const v2 = f32x4.splat(load<f32>(d + 2 * dStride) * scale);
  const v3 = f32x4.splat(load<f32>(d + 3 * dStride) * scale);
  const v4 = f32x4.splat(load<f32>(d + 4 * dStride) * scale);
  const v5 = f32x4.splat(load<f32>(d + 5 * dStride) * scale);
  const v6 = f32x4.splat(load<f32>(d + 6 * dStride) * scale);
  const v7 = f32x4.splat(load<f32>(d + 7 * dStride) * scale);
  const x1 = x0 + stride;
  const x2 = x1 + stride;
  const x3 = x2 + stride;
  const x4 = x3 + stride;
  const x5 = x4 + stride;
  const x6 = x5 + stride;
  const x7 = x6 + stride;
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 32 <= end; i += 32) {
    let a = v128.load(sums + i), b = v128.load(sums + i, 16);
    a = f32x4.add(a, f32x4.mul(v0, v128.load(x0 + i)));
    b = f32x4.add(b, f32x4.mul(v0, v128.load(x0 + i, 16)));
    a = f32x4.add(a, f32x4.mul(v1, v128.load(x1 + i)));
    b = f32x4.add(b, f32x4.mul(v1, v128.load(x1 + i, 16)));
    a = f32x4.add(a, f32x4.mul(v2, v128.load(x2 + i)));
    b = f32x4.add(b, f32x4.mul(v2, v128.load(x2 + i, 16)));
    a = f32x4.add(a, f32x4.mul(v3, v128.load(x3 + i)));
    b = f32x4.add(b, f32x4.mul(v3, v128.load(x3 + i, 16)));
    a = f32x4.add(a, f32x4.mul(v4, v128.load(x4 + i)));
    b = f32x4.add(b, f32x4.mul(v4, v128.load(x4 + i, 16)));
    a = f32x4.add(a, f32x4.mul(v5, v128.load(x5 + i)));
    b = f32x4.add(b, f32x4.mul(v5, v128.load(x5 + i, 16)));
    a = f32x4.add(a, f32x4.mul(v6, v128.load(x6 + i)));
    b = f32x4.add(b, f32x4.mul(v6, v128.load(x6 + i, 16)));
    a = f32x4.add(a, f32x4.mul(v7, v128.load(x7 + i)));
    b = f32x4.add(b, f32x4.mul(v7, v128.load(x7 + i, 16)));
    v128.store(sums + i, a), v128.store(sums + i, b, 16);
  }
  for (; i < end; i += 4) {
    let sum = load<f32>(sums + i);
    for (let k: usize = 0; k < 8; k++) {
      sum += load<f32>(d + k * dStride) * scale * load<f32>(x0 + k * stride + i);
    }
    store<f32>(sums + i, sum);
  }
}

function addByteRows8(
  sums: usize,
  d: usize,
  dStride: usize,
  x0: usize,
  stride: usize,
  scale: f32,
  n: i32,
): void {
  const v0 = f32x4.splat(load<f32>(d) * scale);
  const v1 = f32x4.splat(load<f32>(d + dStride) * scale);
  const v2 = f32x4.splat(load<f32>(d + 2 * dStride) * scale);
  const v3 = f32x4.splat(load<f32>(d + 3 * dStride) * scale);
  const v4 = f32x4.splat(load<f32>(d + 4 * dStride) * scale);
  const v5 = f32x4.splat(load<f32>(d + 5 * dStride) * scale);
  const v6 = f32x4.splat(load<f32>(d + 6 * dStride) * scale);
  const v7 = f32x4.splat(load<f32>(d + 7 * dStride) * scale);
  const x1 = x0 + stride;
  const x2 = x1 + stride;
  const x3 = x2 + stride;
  const x4 = x3 + stride;
  const x5 = x4 + stride;
  const x6 = x5 + stride;
  const x7 = x6 + stride;
  let i = 0;
  for (; i + 8 <= n; i += 8, sums += 32) {
    let a = v128.load(sums), b = v128.load(sums, 16);
    let x = v128.load8x8_u(x0 + i);
    a = f32x4.add(a, f32x4.mul(v0, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(x))));
    b = f32x4.add(b, f32x4.mul(v0, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(x))));
    x = v128.load8x8_u(x1 + i);
    a = f32x4.add(a, f32x4.mul(v1, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(x))));
    b = f32x4.add(b, f32x4.mul(v1, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(x))));
    x = v128.load8x8_u(x2 + i);
    a = f32x4.add(a, f32x4.mul(v2, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(x))));
    b = f32x4.add(b, f32x4.mul(v2, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(x))));
    x = v128.load8x8_u(x3 + i);
    a = f32x4.add(a, f32x4.mul(v3, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(x))));
    b = f32x4.add(b, f32x4.mul(v3, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(x))));
    x = v128.load8x8_u(x4 + i);
    a = f32x4.add(a, f32x4.mul(v4, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(x))));
    b = f32x4.add(b, f32x4.mul(v4, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(x))));
    x = v128.load8x8_u(x5 + i);
    a = f32x4.add(a, f32x4.mul(v5, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(x))));
    b = f32x4.add(b, f32x4.mul(v5, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(x))));
    x = v128.load8x8_u(x6 + i);
    a = f32x4.add(a, f32x4.mul(v6, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(x))));
    b = f32x4.add(b, f32x4.mul(v6, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(x))));
    x = v128.load8x8_u(x7 + i);
    a = f32x4.add(a, f32x4.mul(v7, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(x))));
    b = f32x4.add(b, f32x4.mul(v7, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(x))));
    v128.store(sums, a), v128.store(sums, b, 16);
  }
  for (; i < n; i++, sums += 4) {
    let sum = load<f32>(sums);
    for (let k: usize = 0; k < 8; k++) {
      sum += load<f32>(d + k * dStride) * scale * <f32> <i32> load<u8>(x0 + k * stride + i);
    }
    store<f32>(sums, sum);
  }
}
