import type { Block } from "./block.ts";
import type { InputDropout } from "./input_dropout.ts";
import type { Kernels } from "./kernels/kernels.ts";
import type { Layer } from "./layer.ts";

/** What both directions of a block work on. */
export interface Pass {
  readonly kernels: Kernels;
  readonly layers: readonly Layer[];
  readonly block: Block;
  readonly inputDropout?: InputDropout | undefined;
}

/**
 * Takes B rows from the inputs to the last layer's activations; with dropout where an epoch is
 * given.
 */
export function forward(pass: Pass, inputScale: number, B: number, epoch?: number): void {
  const { kernels, layers, block, inputDropout } = pass;
  for (let l = 0; l < layers.length; l++) {
    const layer = layers[l]!;
    const { I, U, z, a, dropped, mask, activation, rowActivation } = layer;
    const w = layer.weight.values;
    const b = layer.bias.values;
    if (l > 0) {
      const below = layers[l - 1]!;
      kernels.linearForward(z, epoch === undefined ? below.a : below.dropped, w, b, B, I, U, 0);
    } else if (inputDropout && epoch !== undefined) {
      const { mask, dropped, writeMask } = inputDropout;
      writeMask(mask, block.rows, B, epoch);
      kernels.dropInputs(dropped, block.x, mask, inputScale, block.first * I, B * I);
      kernels.linearForward(z, dropped, w, b, B, I, U, 0);
    } else if (block.x instanceof Uint8Array) {
      kernels.linearForwardBytes(z, block.x, w, b, inputScale, B, I, U, block.first);
    } else {
      kernels.linearForward(z, block.x, w, b, B, I, U, block.first);
    }
    if (rowActivation) kernels.rowActivationForward(a, z, rowActivation, B, U);
    else kernels.activationForward(a, z, activation, B * U);
    if (mask && epoch !== undefined) {
      layer.writeMask!(mask, block.rows, B, epoch);
      kernels.multiply(dropped, a, mask, B * U);
    }
  }
}

/**
 * Adds B rows' share to the gradients of all parameters. The last layer's dz holds the gradient
 * with respect to its logits; the other layers' dz are written here.
 */
export function backward(pass: Pass, inputScale: number, B: number): void {
  const { kernels, layers, block, inputDropout } = pass;
  for (let l = layers.length - 1; l >= 0; l--) {
    const { I, U, dz, weight, bias } = layers[l]!;
    kernels.biasGradient(bias.gradient, dz, B, U);
    if (l > 0) {
      const below = layers[l - 1]!;
      const da = below.dz; // in place
      kernels.weightGradient(weight.gradient, dz, below.dropped, B, I, U, 0);
      kernels.inputGradient(da, dz, weight.values, B, I, U);
      if (below.mask) kernels.multiply(da, da, below.mask, B * I);
      kernels.activationBackward(below.dz, da, below.z, below.a, below.activation, B * I);
    } else if (inputDropout) {
      kernels.weightGradient(weight.gradient, dz, inputDropout.dropped, B, I, U, 0);
    } else if (block.x instanceof Uint8Array) {
      kernels.weightGradientBytes(weight.gradient, dz, block.x, inputScale, B, I, U, block.first);
    } else {
      kernels.weightGradient(weight.gradient, dz, block.x, B, I, U, block.first);
    }
  }
}
