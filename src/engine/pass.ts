import type { Block } from "./block.ts";
import type { InputDropout } from "./input_dropout.ts";
import type { StepKernels } from "./kernels/kernels.ts";
import type { Layer } from "./layer.ts";

/** What both directions of a block work on. */
export interface Pass {
  kernels: StepKernels;
  readonly layers: readonly Layer[];
  readonly block: Block;
  readonly inputDropout?: InputDropout | undefined;
}

/** The rows in hand. */
export interface BlockStep {
  /** Which of the layers' blocks they go through. */
  k: number;
  /** Rows. */
  B: number;
  inputScale: number;
  /** Chooses the dropout masks; without one, nothing is dropped. */
  epoch: number | undefined;
  /** Whether anybody reads the last layer's activations: losses start from its logits. */
  needsOutputs: boolean;
}

/**
 * Makes the loaded inputs ready for the first layer: drops some in training; as numbers where that
 * layer normalises.
 */
export function prepareInputs(pass: Pass, { k, B, inputScale, epoch }: BlockStep): void {
  const { kernels, layers, block, inputDropout } = pass;
  const { I, blocks } = layers[0]!;
  const { inputs } = blocks[k]!;
  if (inputDropout && epoch !== undefined) {
    const { mask, dropped, maskSource } = inputDropout;
    kernels.dropoutMask(mask, block.rows, maskSource, epoch, B, I);
    kernels.dropInputs(inputs ?? dropped, block.x, mask, inputScale, block.first * I, B * I);
  } else if (inputs) {
    kernels.scaleInputs(inputs, block.x, inputScale, block.first * I, B * I);
  }
}

/** What comes into layer l as numbers; not for a dense first layer. */
export function inputsOf({ layers }: Pass, l: number, { k, epoch }: BlockStep): Float32Array {
  if (l === 0) return layers[0]!.blocks[k]!.inputs!;
  const below = layers[l - 1]!.blocks[k]!;
  return epoch === undefined ? below.a : below.dropped;
}

/** Takes B rows from the inputs to the last layer's activations. */
export function forward(pass: Pass, step: BlockStep): void {
  prepareInputs(pass, step);
  for (let l = 0; l < pass.layers.length; l++) forwardLayer(pass, l, step);
}

/** Takes B rows through layer l; batch normalisation uses the statistics at hand. */
export function forwardLayer(pass: Pass, l: number, step: BlockStep): void {
  const { kernels, layers, block } = pass;
  const { k, B, epoch } = step;
  const layer = layers[l]!;
  const { U, activation, rowActivation } = layer;
  const { z, a, dropped, mask } = layer.blocks[k]!;
  if (layer.type === "dense") forwardDense(pass, l, step);
  else forwardNormalization(pass, l, step);
  if (l === layers.length - 1 && !step.needsOutputs) return;
  if (rowActivation) kernels.rowActivationForward(a, z, rowActivation, B, U);
  else kernels.activationForward(a, z, activation, B * U);
  if (mask && epoch !== undefined) {
    kernels.dropoutMask(mask, block.rows, layer.maskSource!, epoch, B, U);
    kernels.multiply(dropped, a, mask, B * U);
  }
}

function forwardDense(pass: Pass, l: number, step: BlockStep): void {
  const { kernels, layers, block, inputDropout } = pass;
  const { k, B, inputScale, epoch } = step;
  const { I, U, weight: { values: w }, bias: { values: b }, blocks } = layers[l]!;
  const { z } = blocks[k]!;
  if (l > 0) {
    kernels.linearForward(z, inputsOf(pass, l, step), w, b, B, I, U, 0);
  } else if (inputDropout && epoch !== undefined) {
    kernels.linearForward(z, inputDropout.dropped, w, b, B, I, U, 0);
  } else if (block.x instanceof Uint8Array) {
    kernels.linearForwardBytes(z, block.x, w, b, inputScale, B, I, U, block.first);
  } else {
    kernels.linearForward(z, block.x, w, b, B, I, U, block.first);
  }
}

function forwardNormalization(pass: Pass, l: number, step: BlockStep): void {
  const { kernels, layers } = pass;
  const { k, B } = step;
  const { U, weight: { values: gain }, bias: { values: shift }, statistics, epsilon, blocks } =
    layers[l]!;
  const { z, normalized, inverse } = blocks[k]!;
  const x = inputsOf(pass, l, step);
  if (statistics) {
    const { mean, inverse } = statistics;
    kernels.normalizeColumns(z, normalized!, x, mean, inverse, gain, shift, B, U);
  } else {
    kernels.normalizeRows(z, normalized!, inverse!, x, gain, shift, epsilon, B, U);
  }
}

/**
 * Adds B rows' share to the gradients of all parameters. The last layer's dz holds the gradient
 * with respect to its logits; the other layers' dz are written here.
 */
export function backward(pass: Pass, step: BlockStep): void {
  for (let l = pass.layers.length - 1; l >= 0; l--) backwardLayer(pass, l, step);
}

/**
 * Adds B rows' share to the gradients of layer l, and writes dz of the layer below. The gradients of
 * a batch normalisation are there already: they take the whole batch.
 */
export function backwardLayer(pass: Pass, l: number, step: BlockStep): void {
  const { kernels, layers } = pass;
  const { k, B, epoch } = step;
  if (layers[l]!.type === "dense") backwardDense(pass, l, step);
  else backwardNormalization(pass, l, step);
  if (l === 0) return;
  const { U, activation, blocks } = layers[l - 1]!;
  const { z, a, dz, mask } = blocks[k]!;
  const da = dz; // in place
  if (mask && epoch !== undefined) kernels.multiply(da, da, mask, B * U);
  kernels.activationBackward(dz, da, z, a, activation, B * U);
}

function backwardDense(pass: Pass, l: number, step: BlockStep): void {
  const { kernels, layers, block, inputDropout } = pass;
  const { k, B, inputScale, epoch } = step;
  const { I, U, weight, bias, blocks } = layers[l]!;
  const { dz } = blocks[k]!;
  if (!isSubtracted(layers, l)) kernels.biasGradient(bias.gradient, dz, B, U);
  if (l > 0) {
    const below = layers[l - 1]!.blocks[k]!;
    kernels.weightGradient(weight.gradient, dz, inputsOf(pass, l, step), B, I, U, 0);
    kernels.inputGradient(below.dz, dz, weight.values, B, I, U);
  } else if (inputDropout && epoch !== undefined) {
    kernels.weightGradient(weight.gradient, dz, inputDropout.dropped, B, I, U, 0);
  } else if (block.x instanceof Uint8Array) {
    kernels.weightGradientBytes(weight.gradient, dz, block.x, inputScale, B, I, U, block.first);
  } else {
    kernels.weightGradient(weight.gradient, dz, block.x, B, I, U, block.first);
  }
}

/**
 * Whether batch normalisation subtracts the biases of layer l again: their gradient is then exactly 0.
 * Summed up it would be what rounding left, which Adam and its kin would blow up to full steps.
 */
function isSubtracted(layers: readonly Layer[], l: number): boolean {
  const { activation, maskSource } = layers[l]!;
  const isPlain = activation.name === "linear" && maskSource === undefined;
  return isPlain && layers[l + 1]?.statistics !== undefined;
}

function backwardNormalization(pass: Pass, l: number, { k, B }: BlockStep): void {
  const { kernels, layers } = pass;
  const { U, weight, bias, statistics, blocks } = layers[l]!;
  const { dz, normalized, inverse } = blocks[k]!;
  const gain = weight.values;
  if (!statistics) {
    kernels.biasGradient(bias.gradient, dz, B, U);
    kernels.gainGradient(weight.gradient, dz, normalized!, B, U);
  }
  if (l === 0) return;
  const { dz: da } = layers[l - 1]!.blocks[k]!;
  if (statistics) {
    const { meanGradient, meanProduct, inverse } = statistics;
    kernels.columnsInputGradient(
      da,
      dz,
      normalized!,
      meanGradient,
      meanProduct,
      inverse,
      gain,
      B,
      U,
    );
  } else {
    kernels.rowsInputGradient(da, dz, normalized!, inverse!, gain, B, U);
  }
}
