// @ts-nocheck: AssemblyScript has types of its own.

// src/engine/activations, two doubles at a time: the same operations in the same order. A class is
// where the module finds a member's options: `this` is their address.

import { erf } from "./erf.ts";
import { constant, exp, expm1, half, one, sigmoid, softplus, tanh } from "./functions.ts";

@unmanaged
export class Linear {
  @inline
  forward(z: v128): v128 {
    return z;
  }
  @inline
  backward(_z: v128, _a: v128): v128 {
    return one;
  }
}

@unmanaged
export class Sigmoid {
  @inline
  forward(z: v128): v128 {
    return sigmoid(z);
  }
  @inline
  backward(_z: v128, a: v128): v128 {
    return f64x2.mul(a, f64x2.sub(one, a));
  }
}

@unmanaged
export class Tanh {
  @inline
  forward(z: v128): v128 {
    return tanh(z);
  }
  @inline
  backward(_z: v128, a: v128): v128 {
    return f64x2.sub(one, f64x2.mul(a, a));
  }
}

@unmanaged
export class Relu {
  @inline
  forward(z: v128): v128 {
    return v128.andnot(z, f64x2.le(z, constant(0)));
  }
  @inline
  backward(z: v128, _a: v128): v128 {
    return v128.and(f64x2.gt(z, constant(0)), one);
  }
}

@unmanaged
export class LeakyRelu {
  slope: f64;

  @inline
  forward(z: v128): v128 {
    return v128.bitselect(z, f64x2.mul(constant(this.slope), z), f64x2.gt(z, constant(0)));
  }
  @inline
  backward(z: v128, _a: v128): v128 {
    return v128.bitselect(one, constant(this.slope), f64x2.gt(z, constant(0)));
  }
}

@unmanaged
export class Elu {
  alpha: f64;

  @inline
  forward(z: v128): v128 {
    const below = f64x2.mul(constant(this.alpha), expm1(z));
    return v128.bitselect(z, below, f64x2.gt(z, constant(0)));
  }
  @inline
  backward(z: v128, _a: v128): v128 {
    const below = f64x2.mul(constant(this.alpha), exp(z));
    return v128.bitselect(one, below, f64x2.gt(z, constant(0)));
  }
}

const lambda: f64 = 1.0507009873554804934193349852946;
const alpha: f64 = 1.6732632423543772848170429916717;

@unmanaged
export class Selu {
  @inline
  forward(z: v128): v128 {
    const below = f64x2.mul(constant(lambda * alpha), expm1(z));
    return v128.bitselect(f64x2.mul(constant(lambda), z), below, f64x2.gt(z, constant(0)));
  }
  @inline
  backward(z: v128, _a: v128): v128 {
    const below = f64x2.mul(constant(lambda * alpha), exp(z));
    return v128.bitselect(constant(lambda), below, f64x2.gt(z, constant(0)));
  }
}

@unmanaged
export class Silu {
  @inline
  forward(z: v128): v128 {
    return f64x2.mul(z, sigmoid(z));
  }
  @inline
  backward(z: v128, _a: v128): v128 {
    const s = sigmoid(z);
    const rest = f64x2.mul(z, f64x2.sub(one, s));
    return f64x2.mul(s, f64x2.add(one, rest));
  }
}

@unmanaged
export class Softplus {
  @inline
  forward(z: v128): v128 {
    return softplus(z);
  }
  @inline
  backward(z: v128, _a: v128): v128 {
    return sigmoid(z);
  }
}

/** With `approximation: "none"`. */
@unmanaged
export class Gelu {
  @inline
  forward(z: v128): v128 {
    return f64x2.mul(z, normalBelow(z));
  }
  @inline
  backward(z: v128, _a: v128): v128 {
    const exponent = f64x2.mul(f64x2.mul(constant(-0.5), z), z);
    const density = f64x2.mul(constant(0.3989422804014326779), exp(exponent));
    return f64x2.add(normalBelow(z), f64x2.mul(z, density));
  }
}

function normalBelow(z: v128): v128 {
  const value = erf(f64x2.mul(z, constant(Math.SQRT1_2)));
  return f64x2.mul(half, f64x2.add(one, value));
}

const rootTwoOverPi: f64 = 0.7978845608028653559;
const cubic: f64 = 0.044715;

/** With `approximation: "tanh"`. */
@unmanaged
export class GeluByTanh {
  @inline
  forward(z: v128): v128 {
    const halfZ = f64x2.mul(half, z);
    return f64x2.mul(halfZ, f64x2.add(one, tanh(inner(z))));
  }
  @inline
  backward(z: v128, _a: v128): v128 {
    const t = tanh(inner(z));
    const square = f64x2.mul(f64x2.mul(constant(3 * cubic), z), z);
    const slope = f64x2.mul(constant(rootTwoOverPi), f64x2.add(one, square));
    const below = f64x2.mul(half, f64x2.add(one, t));
    const halfZ = f64x2.mul(half, z);
    const change = f64x2.mul(f64x2.mul(halfZ, f64x2.sub(one, f64x2.mul(t, t))), slope);
    return f64x2.add(below, change);
  }
}

function inner(z: v128): v128 {
  const cube = f64x2.mul(f64x2.mul(f64x2.mul(constant(cubic), z), z), z);
  return f64x2.mul(constant(rootTwoOverPi), f64x2.add(z, cube));
}
