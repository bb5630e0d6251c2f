// @ts-nocheck: AssemblyScript has types of its own.

// The kernels of the activations. n elements, in double precision, rounded once.

import {
  Elu,
  Gelu,
  GeluByTanh,
  LeakyRelu,
  Linear,
  Relu,
  Selu,
  Sigmoid,
  Silu,
  Softplus,
  Tanh,
} from "./activations.ts";
import { ActivationNumber } from "./numbers.ts";
import { loadPair, pairBytes, storePair } from "./pairs.ts";

/** a = activation(z). */
export function activationForward(a: usize, z: usize, kind: i32, settings: usize, n: i32): void {
  if (kind == ActivationNumber.linear) copy(a, z, n);
  else if (kind == ActivationNumber.relu) rectify(a, z, n);
  else activate<f32>(a, z, kind, settings, n);
}

/** dz = da · activation′(z, a); dz may be da. */
export function activationBackward(
  dz: usize,
  da: usize,
  z: usize,
  a: usize,
  kind: i32,
  settings: usize,
  n: i32,
): void {
  if (kind == ActivationNumber.linear) copy(dz, da, n);
  else if (kind == ActivationNumber.relu) rectifyGradient(dz, da, z, n);
  else differentiate<f32>(dz, da, z, a, kind, settings, n);
}

/** a = activation(z) as T, z as floats. */
export function activate<T>(a: usize, z: usize, kind: i32, settings: usize, n: i32): void {
  switch (kind) {
    case ActivationNumber.linear:
      return forward<Linear, T>(a, z, settings, n);
    case ActivationNumber.sigmoid:
      return forward<Sigmoid, T>(a, z, settings, n);
    case ActivationNumber.tanh:
      return forward<Tanh, T>(a, z, settings, n);
    case ActivationNumber.relu:
      return forward<Relu, T>(a, z, settings, n);
    case ActivationNumber.leakyRelu:
      return forward<LeakyRelu, T>(a, z, settings, n);
    case ActivationNumber.elu:
      return forward<Elu, T>(a, z, settings, n);
    case ActivationNumber.selu:
      return forward<Selu, T>(a, z, settings, n);
    case ActivationNumber.gelu:
      return forward<Gelu, T>(a, z, settings, n);
    case ActivationNumber.geluByTanh:
      return forward<GeluByTanh, T>(a, z, settings, n);
    case ActivationNumber.silu:
      return forward<Silu, T>(a, z, settings, n);
    case ActivationNumber.softplus:
      return forward<Softplus, T>(a, z, settings, n);
  }
  unreachable();
}

/** dz = da · activation′(z, a), da and a as T, dz and z as floats. */
export function differentiate<T>(
  dz: usize,
  da: usize,
  z: usize,
  a: usize,
  kind: i32,
  settings: usize,
  n: i32,
): void {
  switch (kind) {
    case ActivationNumber.linear:
      return backward<Linear, T>(dz, da, z, a, settings, n);
    case ActivationNumber.sigmoid:
      return backward<Sigmoid, T>(dz, da, z, a, settings, n);
    case ActivationNumber.tanh:
      return backward<Tanh, T>(dz, da, z, a, settings, n);
    case ActivationNumber.relu:
      return backward<Relu, T>(dz, da, z, a, settings, n);
    case ActivationNumber.leakyRelu:
      return backward<LeakyRelu, T>(dz, da, z, a, settings, n);
    case ActivationNumber.elu:
      return backward<Elu, T>(dz, da, z, a, settings, n);
    case ActivationNumber.selu:
      return backward<Selu, T>(dz, da, z, a, settings, n);
    case ActivationNumber.gelu:
      return backward<Gelu, T>(dz, da, z, a, settings, n);
    case ActivationNumber.geluByTanh:
      return backward<GeluByTanh, T>(dz, da, z, a, settings, n);
    case ActivationNumber.silu:
      return backward<Silu, T>(dz, da, z, a, settings, n);
    case ActivationNumber.softplus:
      return backward<Softplus, T>(dz, da, z, a, settings, n);
  }
  unreachable();
}

function forward<F, T>(a: usize, z: usize, settings: usize, n: i32): void {
  const f = changetype<F>(settings);
  const end = z + (<usize> n << 2);
  for (; z < end; z += 8) {
    const isPair = end - z >= 8;
    storePair<T>(a, f.forward(loadPair<f32>(z, isPair)), isPair);
    a += pairBytes<T>();
  }
}

function backward<F, T>(
  dz: usize,
  da: usize,
  z: usize,
  a: usize,
  settings: usize,
  n: i32,
): void {
  const f = changetype<F>(settings);
  const end = z + (<usize> n << 2);
  for (; z < end; z += 8) {
    const isPair = end - z >= 8;
    const slope = f.backward(loadPair<f32>(z, isPair), loadPair<T>(a, isPair));
    storePair<f32>(dz, f64x2.mul(loadPair<T>(da, isPair), slope), isPair);
    dz += 8;
    da += pairBytes<T>();
    a += pairBytes<T>();
  }
}

/** a = z; also where they are the same. A call to copy costs more than a few elements. */
function copy(a: usize, z: usize, n: i32): void {
  if (a == z) return;
  if (n > 16) {
    memory.copy(a, z, <usize> n << 2);
    return;
  }
  for (let k = 0; k < n; k++) {
    store<f32>(a, load<f32>(z));
    a += 4;
    z += 4;
  }
}

/** a = 0 where z ≤ 0, z elsewhere; NaN stays. Rounds nothing, so it needs no doubles. */
function rectify(a: usize, z: usize, n: i32): void {
  const zero = f32x4.splat(0);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 16 <= end; i += 16) {
    const v = v128.load(z + i);
    v128.store(a + i, v128.andnot(v, f32x4.le(v, zero)));
  }
  for (; i < end; i += 4) {
    const v = load<f32>(z + i);
    store<f32>(a + i, v <= 0 ? 0 : v);
  }
}

/** dz = da · (1 where z > 0, 0 elsewhere), a product so that NaN and the sign of 0 come out. */
function rectifyGradient(dz: usize, da: usize, z: usize, n: i32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 16 <= end; i += 16) {
    const slope = v128.and(f32x4.gt(v128.load(z + i), zero), one);
    v128.store(dz + i, f32x4.mul(v128.load(da + i), slope));
  }
  for (; i < end; i += 4) {
    const slope: f32 = load<f32>(z + i) > 0 ? 1 : 0;
    store<f32>(dz + i, load<f32>(da + i) * slope);
  }
}
