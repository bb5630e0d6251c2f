import { blockRows } from "./block.ts";
import type { Inputs } from "./block.ts";
import {
  backwardLayer,
  type BlockStep,
  forwardLayer,
  inputsOf,
  type Pass,
  prepareInputs,
} from "./pass.ts";

/** The rows of a step: positions `from` to `to` − 1 of the order. */
export interface WholeBatch {
  readonly examples: Inputs;
  readonly order?: Uint32Array | undefined;
  readonly from: number;
  readonly to: number;
}

/** How many blocks a batch has. */
export function countBlocks({ from, to }: Pick<WholeBatch, "from" | "to">): number {
  return Math.ceil((to - from) / blockRows);
}

/** Turns a step to block k of a batch. */
export function turnTo(step: BlockStep, { from, to }: WholeBatch, k: number): void {
  step.k = k;
  step.B = Math.min(blockRows, to - from - k * blockRows);
}

/**
 * Takes a batch to the last layer's activations, layer by layer. The layers get as many blocks as the
 * batch has; a batch that is no larger than one before allocates none.
 */
export function forwardWhole(pass: Pass, batch: WholeBatch, step: BlockStep): void {
  const { layers, block } = pass;
  const count = countBlocks(batch);
  for (const layer of layers) while (layer.blocks.length < count) layer.addBlock();
  for (let l = 0; l < layers.length; l++) {
    const { statistics, maskSource } = layers[l]!;
    const measuresInputs = l === 0 && statistics !== undefined;
    if (measuresInputs) {
      for (let k = 0; k < count; k++) loadInputs(pass, batch, { step, k });
    }
    if (statistics) measure(pass, batch, { step, l });
    for (let k = 0; k < count; k++) {
      if (l === 0 && !measuresInputs) loadInputs(pass, batch, { step, k });
      else {
        turnTo(step, batch, k);
        if (maskSource) {
          block.loadRows(batch.examples, batch.order, batch.from + k * blockRows, step.B);
        }
      }
      forwardLayer(pass, l, step);
    }
  }
}

/** Writes the gradients of all parameters; the dz of all blocks of the last layer are there. */
export function backwardWhole(pass: Pass, batch: WholeBatch, step: BlockStep): void {
  const { layers } = pass;
  const count = countBlocks(batch);
  for (let l = layers.length - 1; l >= 0; l--) {
    const { type, statistics } = layers[l]!;
    if (statistics) measureGradients(pass, batch, { step, l });
    for (let k = 0; k < count; k++) {
      if (l === 0 && type === "dense") loadInputs(pass, batch, { step, k });
      else turnTo(step, batch, k);
      backwardLayer(pass, l, step);
    }
  }
}

interface At {
  step: BlockStep;
}

function loadInputs(pass: Pass, batch: WholeBatch, { step, k }: At & { k: number }): void {
  turnTo(step, batch, k);
  pass.block.load(batch.examples, batch.order, batch.from + k * blockRows, step.B);
  prepareInputs(pass, step);
}

/** Mean and variance of what comes into layer l. */
function measure(pass: Pass, batch: WholeBatch, { step, l }: At & { l: number }): void {
  const { kernels, layers } = pass;
  const { U, statistics } = layers[l]!;
  const { sums, exactMeans, takeMeans, takeVariances } = statistics!;
  const [n, count] = [batch.to - batch.from, countBlocks(batch)];
  for (let k = 0; k < count; k++) {
    turnTo(step, batch, k);
    kernels.columnSums(sums, inputsOf(pass, l, step), step.B, U);
  }
  takeMeans(kernels, n);
  for (let k = 0; k < count; k++) {
    turnTo(step, batch, k);
    kernels.columnSquares(sums, inputsOf(pass, l, step), exactMeans, step.B, U);
  }
  takeVariances(kernels, n);
}

/** Gradients of shift and gain of layer l, and the means over the batch that its inputs' need. */
function measureGradients(pass: Pass, batch: WholeBatch, { step, l }: At & { l: number }): void {
  const { kernels, layers } = pass;
  const { U, weight, bias, statistics, blocks } = layers[l]!;
  const { sums, meanGradient, meanProduct, takeGradient } = statistics!;
  const [n, count] = [batch.to - batch.from, countBlocks(batch)];
  for (let k = 0; k < count; k++) {
    turnTo(step, batch, k);
    kernels.columnSums(sums, blocks[k]!.dz, step.B, U);
  }
  takeGradient(kernels, bias.gradient, meanGradient, n);
  for (let k = 0; k < count; k++) {
    turnTo(step, batch, k);
    kernels.columnProducts(sums, blocks[k]!.dz, blocks[k]!.normalized!, step.B, U);
  }
  takeGradient(kernels, weight.gradient, meanProduct, n);
}
