import type { Examples } from "../numerics/mod.ts";
import { createStream, type Stream } from "../random/mod.ts";
import { type Arena, createArena } from "./arena.ts";
import type { Backend } from "./backends.ts";
import { blockRows, createBlock, type Inputs } from "./block.ts";
import { createInputDropout } from "./input_dropout.ts";
import { type Initializer, initializers, type StoredWeights } from "./initializers/mod.ts";
import type { Kernels } from "./kernels/kernels.ts";
import { reference } from "./kernels/reference.ts";
import { createLayer, type Layer, type Parameter } from "./layer.ts";
import { bindLoss, losses } from "./losses/mod.ts";
import { findMember } from "./members.ts";
import type { Member } from "./options.ts";
import { backward, forward, type Pass } from "./pass.ts";
import { regularizers } from "./regularizers/mod.ts";
import { checkSpec, type NetworkSpec } from "./spec.ts";

/** The rows of one step. */
export interface Batch {
  examples: Examples;
  /** Positions into the examples' rows; the positions themselves when absent. */
  order?: Uint32Array | undefined;
  /** The batch is order[from] to order[to − 1]. */
  from: number;
  to: number;
  /** Chooses the dropout masks; a whole number from 0 to 2^32 − 1. */
  epoch: number;
  /** [to − from, outputs] receives the last layer's activations, computed on the way. */
  outputs?: Float32Array | undefined;
}

/** What {@linkcode Network.evaluate} finds. */
export interface Evaluation {
  /** Mean over rows (and outputs, unless the loss is of rows), without penalty, in double precision. */
  loss: number;
  /** [rows, outputs] the last layer's activations. */
  outputs: Float32Array;
}

/** A network with its buffers. Its bits depend on the spec, the seed and the examples alone. */
export interface Network {
  readonly spec: NetworkSpec;
  readonly kernels: Kernels;
  /** The memory that holds all buffers. */
  readonly arena: Arena;
  /** Weight and bias of the first layer, of the second, and so on. */
  readonly parameters: readonly Parameter[];
  /** Writes the initial weights of the seed; until then all are 0. */
  initialize(): void;
  /**
   * Writes the gradient of the mean loss over a batch, penalty included, to the parameters, and
   * returns that mean loss, penalty not included, dropout in effect.
   *
   * @throws {RangeError} for an empty batch and for examples whose shape does not fit.
   */
  gradient(batch: Batch): number;
  /** Loss and outputs over all rows, without dropout. */
  evaluate(examples: Examples): Evaluation;
  /** [rows, outputs] the last layer's activations over all rows, without dropout. */
  outputs(inputs: Omit<Examples, "targets">): Float32Array;
}

export interface NetworkOptions {
  /** Of the initial weights and of dropout; a whole number from 0 to 2^32 − 1. */
  seed: number;
  /** The reference ones by default. */
  kernels?: Kernels | Backend;
  arena?: Arena;
  /** For layers that start from a file. */
  stored?: StoredWeights | undefined;
}

/**
 * A fully connected network: aₗ = activation(aₗ₋₁·Wₗᵀ + bₗ), rows in, rows out. All buffers are
 * allocated here, or when a batch first has to be gathered; a training step allocates none.
 *
 * @throws {RangeError} for a spec that can't be built.
 *
 * @example
 * ```ts
 * import { createNetwork } from "./network.ts";
 *
 * const network = createNetwork({
 *   inputs: 2,
 *   layers: [{
 *     units: 1,
 *     activation: { type: "sigmoid" },
 *     init: { type: "zeros" },
 *     biasInit: { type: "zeros" },
 *     dropout: 0,
 *   }],
 *   loss: { type: "binary-cross-entropy" },
 *   l2: 0,
 * }, { seed: 1 });
 * network.initialize();
 * network.parameters[0]!.values.set([0, 1]);
 * network.parameters[1]!.values.set([4]);
 * const inputs = { values: Float32Array.of(2, 3), rows: 1, columns: 2 };
 * network.outputs({ inputs, inputScale: 1 })[0]; // 0.9990889, rounded to float32
 * ```
 */
export function createNetwork(spec: NetworkSpec, options: NetworkOptions): Network {
  checkSpec(spec);
  const { seed, stored, arena = createArena() } = options;
  const { kernels: given = reference } = options;
  const kernels = typeof given === "function" ? given(arena) : given;
  const initStream = createStream(seed, "init");
  const dropoutStream = createStream(seed, "dropout");
  const layers = spec.layers.map((_, index) => createLayer(spec, index, { arena, dropoutStream }));
  const last = layers.at(-1)!;
  const sizes = { inputs: spec.inputs, outputs: last.U };
  const block = createBlock(arena, { ...sizes, readsAnyMemory: kernels.readsAnyMemory });
  const { inputs, l2, l1 = 0, inputDropout = 0 } = spec;
  const pass: Pass = {
    kernels,
    layers,
    block,
    inputDropout: createInputDropout({ inputs, inputDropout }, { arena, dropoutStream }),
  };
  const loss = bindLoss(losses, spec.loss);
  /** What a row's losses are divided by. */
  const shares = loss.of === "rows" ? 1 : last.U;

  function blockLoss(B: number): number {
    return loss.of === "rows"
      ? kernels.rowLossForward(last.z, block.y, loss, B, last.U)
      : kernels.lossForward(last.z, block.y, loss, last.activation, B * last.U);
  }

  function blockLossGradient(B: number, scale: number): void {
    if (loss.of === "rows") {
      kernels.rowLossBackward(last.dz, last.z, block.y, loss, scale, B, last.U);
    } else {
      kernels.lossBackward(last.dz, last.z, block.y, loss, last.activation, scale, B * last.U);
    }
  }

  function addPenalty(): void {
    for (const { kind, gradient, values } of parameters) {
      if (kind !== "weight") continue;
      const n = values.length;
      if (l2 > 0) kernels.addScaled(gradient, values, regularizers.l2.gradient(l2), n);
      if (l1 > 0) kernels.addSign(gradient, values, regularizers.l1.gradient(l1), n);
    }
  }

  function copyOutputs(outputs: Float32Array, row: number, B: number): void {
    const from = row * last.U;
    for (let k = 0; k < B * last.U; k++) outputs[from + k] = last.a[k]!;
  }

  /** All rows, without dropout; returns the sum of the losses where there are targets. */
  function evaluateInto(outputs: Float32Array, examples: Inputs): number {
    checkExamples(examples, sizes);
    const count = rowCount(examples);
    let sum = 0;
    for (let from = 0; from < count; from += blockRows) {
      const B = Math.min(blockRows, count - from);
      block.load(examples, undefined, from, B);
      forward(pass, examples.inputScale, B);
      copyOutputs(outputs, from, B);
      if (examples.targets) sum += blockLoss(B);
    }
    return sum;
  }

  const parameters = layers.flatMap(({ weight, bias }) => [weight, bias]);
  return {
    spec,
    kernels,
    arena,
    parameters,
    initialize() {
      layers.forEach((layer, index) =>
        initializeLayer(spec, layer, { index, stream: initStream, stored })
      );
    },
    gradient({ examples, order, from, to, epoch, outputs }) {
      checkExamples(examples, sizes);
      if (!(to > from)) throw new RangeError(`Cannot take a batch of ${to - from} rows`);
      for (const parameter of parameters) parameter.gradient.fill(0);
      const scale = 1 / ((to - from) * shares);
      let sum = 0;
      for (let start = from; start < to; start += blockRows) {
        const B = Math.min(blockRows, to - start);
        block.load(examples, order, start, B);
        forward(pass, examples.inputScale, B, epoch);
        if (outputs) copyOutputs(outputs, start - from, B);
        sum += blockLoss(B);
        blockLossGradient(B, scale);
        backward(pass, examples.inputScale, B);
      }
      addPenalty();
      return sum / ((to - from) * shares);
    },
    evaluate(examples) {
      const outputs = new Float32Array(rowCount(examples) * last.U);
      const sum = evaluateInto(outputs, examples);
      return { loss: sum / (rowCount(examples) * shares), outputs };
    },
    outputs(inputs) {
      const outputs = new Float32Array(rowCount(inputs) * last.U);
      // Without targets, even where the caller's object has some of another shape.
      evaluateInto(outputs, { ...inputs, targets: undefined });
      return outputs;
    },
  };
}

function initializeLayer(
  spec: NetworkSpec,
  { I: fanIn, U: fanOut, weight, bias }: Layer,
  { index, stream, stored }: {
    index: number;
    stream: Stream;
    stored: StoredWeights | undefined;
  },
): void {
  const { init, biasInit } = spec.layers[index]!;
  const fill = ({ name, values }: Parameter, member: Member, tensor: number) => {
    const initializer = findMember<Initializer>(initializers, member.type, "init");
    const place = { c0: index, c1: tensor };
    initializer.fill(values, { stream, place, fanIn, fanOut, tensor: name, stored }, member);
  };
  fill(weight, init, 0);
  fill(bias, biasInit, 1);
}

function rowCount({ inputs, rows }: Inputs): number {
  return rows?.length ?? inputs.rows;
}

/** Refuses examples that the network's buffers don't fit. */
function checkExamples(examples: Inputs, sizes: { inputs: number; outputs: number }): void {
  const { inputs, targets, inputScale } = examples;
  if (inputs.columns !== sizes.inputs) {
    throw new RangeError(
      `Cannot feed ${inputs.columns} input columns to a network of ${sizes.inputs} inputs`,
    );
  }
  if (targets && targets.columns !== sizes.outputs) {
    throw new RangeError(
      `Cannot compare ${targets.columns} target columns with ${sizes.outputs} outputs`,
    );
  }
  if (inputScale !== 1 && !(inputs.values instanceof Uint8Array)) {
    throw new RangeError(`Cannot scale inputs by ${inputScale}: only bytes are scaled`);
  }
}
