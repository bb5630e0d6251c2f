import type { Examples } from "../numerics/mod.ts";
import { createStream, type Stream } from "../random/mod.ts";
import { type Arena, createArena } from "./arena.ts";
import type { Backend } from "./backends.ts";
import { blockRows, createBlock, type Inputs, lieSideBySide } from "./block.ts";
import { createInputDropout } from "./input_dropout.ts";
import { type Initializer, initializers, type StoredWeights } from "./initializers/mod.ts";
import { createEvaluations } from "./evaluations.ts";
import type { Kernels, StepKernels } from "./kernels/kernels.ts";
import type { Plan, Recorder } from "./kernels/plan.ts";
import { reference } from "./kernels/reference.ts";
import { closeTeams } from "./kernels/simd/team.ts";
import { areTurned } from "./kernels/simd/turn_inputs.ts";
import { createLayer, type Layer } from "./layer.ts";
import { bindLoss, losses } from "./losses/mod.ts";
import { findMember } from "./members.ts";
import type { Member } from "./options.ts";
import type { Parameter, Tensor } from "./parameter.ts";
import { forEachBlock, rowsOfBuffers, rowsOfPass } from "./pass_rows.ts";
import { backward, type BlockStep, forward, type Pass } from "./pass.ts";
import { regularizers } from "./regularizers/mod.ts";
import { checkSpec, type DenseSpec, type NetworkSpec } from "./spec.ts";
import { backwardWhole, countBlocks, forwardWhole, turnTo } from "./whole_batch.ts";

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
  /** What is not trained but belongs to the model: running estimates of batch normalisation. */
  readonly buffers: readonly Tensor[];
  /** All that a saved model holds, layer by layer: parameters, then buffers. */
  readonly tensors: readonly Tensor[];
  /** Writes the initial weights of the seed; until then all are 0. */
  initialize(): void;
  /**
   * Writes the gradient of the mean loss over a batch, penalty included, to the parameters, and
   * returns that mean loss, penalty not included, dropout in effect. Batch normalisation uses the
   * mean and variance of the batch, and its running estimates follow them.
   *
   * @throws {RangeError} for an empty batch, for a batch of one row where there is batch
   * normalisation, and for examples whose shape does not fit.
   */
  gradient(batch: Batch): number;
  /** Loss and outputs over all rows, without dropout and with running estimates. */
  evaluate(examples: Examples): Evaluation;
  /** [rows, outputs] the last layer's activations over all rows, as in `evaluate`. */
  outputs(inputs: Omit<Examples, "targets">): Float32Array;
  /**
   * Takes at most 64 rows forward and back as training does, but without dropout, penalty and update,
   * and hands over the layers with all that is in them then: the first of their blocks, and the
   * gradients of the mean loss. Batch normalisation uses mean and variance of these rows; its running
   * estimates stay as they are.
   *
   * @throws {RangeError} for no row or more than 64, and for examples whose shape does not fit.
   */
  inspect<T>(examples: Examples, look: (layers: readonly Layer[], rows: number) => T): T;
  /** How many losses the mean over that many rows is made of. */
  lossTerms(rows: number): number;
  /** Whether steps on these examples can be recorded: the kernels plan, and can read all there is. */
  canRecord(examples: Examples, order: Uint32Array | undefined): boolean;
  /**
   * The plan of what `perform` does with this network and with the kernels it is given. Where the
   * position of the batch `moves`, it is recorded at position 0.
   */
  record(
    options: { moves: boolean },
    perform: (kernels: StepKernels, recorder: Recorder) => void,
  ): Plan;
  /** Ends the threads that compute in its memory. */
  close(): void;
}

export interface NetworkOptions {
  /** Of the initial weights and of dropout; a whole number from 0 to 2^32 − 1. */
  seed: number;
  /** The reference ones by default. */
  kernels?: Kernels | Backend;
  /** Threads that a backend's plans may use; 1 by default. */
  threads?: number;
  arena?: Arena;
  /** For layers that start from a file. */
  stored?: StoredWeights | undefined;
}

/**
 * A fully connected network: aₗ = activation(aₗ₋₁·Wₗᵀ + bₗ), with layers between that normalise,
 * rows in, rows out. All buffers are allocated here, or when a batch first has to be gathered or is
 * the largest so far that batch normalisation has to see whole; a training step allocates none.
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
  const kernels = typeof given === "function" ? given(arena, options.threads) : given;
  const initStream = createStream(seed, "init");
  const dropoutStream = createStream(seed, "dropout");
  // A batch that has to be seen whole gets a buffer for each block.
  const isWhole = spec.layers.some(({ type }) => type === "batch-norm");
  const capacity = isWhole ? blockRows : rowsOfBuffers(spec);
  const places = { arena, capacity, dropoutStream };
  const layers = spec.layers.map((_, index) => createLayer(spec, index, places));
  const last = layers.at(-1)!;
  const sizes = { inputs: spec.inputs, outputs: last.U };
  const block = createBlock(arena, { ...sizes, capacity, readsAnyMemory: kernels.readsAnyMemory });
  const { inputs, l2, l1 = 0, inputDropout = 0 } = spec;
  const pass: Pass = {
    // Those that compute, or while a step is recorded, those that record.
    kernels,
    layers,
    block,
    inputDropout: createInputDropout({ inputs, inputDropout }, places),
  };
  const step: BlockStep = {
    k: 0,
    B: 0,
    inputScale: 1,
    epoch: undefined,
    needsOutputs: true,
  };
  const loss = bindLoss(losses, spec.loss);
  /** Whether a step is recorded that is always taken on the same rows. */
  let staysInPlace = false;
  /** What a row's losses are divided by. */
  const shares = loss.of === "rows" ? 1 : last.U;

  /** The sum of the losses before, and of those of each block. */
  function addLosses(before: number, { k, B }: BlockStep): number {
    const { kernels } = pass;
    const { U, activation, blocks } = last;
    let sum = before;
    const logits = blocks[k]!.blocks.z;
    forEachBlock(B, (index, rows) => {
      const [z, y] = [logits[index]!, block.yBlocks[index]!];
      sum += loss.of === "rows"
        ? kernels.rowLossForward(z, y, loss, rows, U)
        : kernels.lossForward(z, y, loss, activation, rows * U);
    });
    return sum;
  }

  /** Whether a recorded training reads these rows turned; see turn_inputs.ts. */
  function readsTurned({ inputs: { values }, rows: chosen }: Inputs, rows: number): boolean {
    const [first] = layers as [Layer];
    const isOneUnit = first.type === "dense" && first.U === 1 && !pass.inputDropout;
    if (!staysInPlace || step.epoch === undefined || !isOneUnit) return false;
    return values instanceof Uint8Array && lieSideBySide(chosen) &&
      areTurned([{ B: rows, I: spec.inputs }]);
  }

  function rowsAtOnce(examples: Inputs, rows: number): number {
    const { values } = examples.inputs;
    const isTurned = readsTurned(examples, rows);
    const bytesPerRow = spec.inputs * values.BYTES_PER_ELEMENT;
    return rowsOfPass(rows, { capacity, bytesPerRow, units: layers[0]!.U, isTurned });
  }

  function blockLossGradient({ k, B }: BlockStep, scale: number): void {
    const { z, dz } = last.blocks[k]!;
    if (loss.of === "rows") {
      pass.kernels.rowLossBackward(dz, z, block.y, loss, scale, B, last.U);
    } else {
      pass.kernels.lossBackward(dz, z, block.y, loss, last.activation, scale, B * last.U);
    }
  }

  function addPenalty(): void {
    for (const { kind, gradient, values } of parameters) {
      if (kind !== "weight") continue;
      const n = values.length;
      if (l2 > 0) pass.kernels.addScaled(gradient, values, regularizers.l2.gradient(l2), n);
      if (l1 > 0) pass.kernels.addSign(gradient, values, regularizers.l1.gradient(l1), n);
    }
  }

  function copyOutputs(outputs: Float32Array, row: number, { k, B }: BlockStep): void {
    const { a } = last.blocks[k]!;
    const from = row * last.U;
    const n = B * last.U;
    // Recorded outputs are in the arena; all others may be in any memory.
    if (pass.kernels !== kernels) pass.kernels.copy(outputs, from, a, n);
    else for (let i = 0; i < n; i++) outputs[from + i] = a[i]!;
  }

  /** Both directions, some blocks at a time; returns the sum of the losses. */
  function streamGradient({ examples, order, from, to, outputs }: Batch, scale: number): number {
    let sum = 0;
    step.k = 0;
    const rows = rowsAtOnce(examples, to - from);
    for (let start = from; start < to; start += rows) {
      step.B = Math.min(rows, to - start);
      block.load(examples, order, start, step.B);
      forward(pass, step);
      if (outputs) copyOutputs(outputs, start - from, step);
      sum = addLosses(sum, step);
      blockLossGradient(step, scale);
      backward(pass, step);
    }
    return sum;
  }

  /** Both directions, layer after layer; returns the sum of the losses. */
  function wholeGradient(batch: Batch, scale: number): number {
    const { examples, order, from, outputs } = batch;
    let sum = 0;
    forwardWhole(pass, batch, step);
    for (let k = 0; k < countBlocks(batch); k++) {
      turnTo(step, batch, k);
      block.loadRows(examples, order, from + k * blockRows, step.B);
      if (outputs) copyOutputs(outputs, k * blockRows, step);
      sum = addLosses(sum, step);
      blockLossGradient(step, scale);
    }
    backwardWhole(pass, batch, step);
    return sum;
  }

  /** All rows, without dropout; returns the sum of the losses where there are targets. */
  function evaluateInto(outputs: Float32Array, examples: Inputs): number {
    checkExamples(examples, sizes);
    const count = rowCount(examples);
    let sum = 0;
    for (const { statistics } of layers) statistics?.useRunning(pass.kernels);
    step.k = 0;
    step.inputScale = examples.inputScale;
    step.epoch = undefined;
    step.needsOutputs = true;
    const rows = rowsAtOnce(examples, count);
    for (let from = 0; from < count; from += rows) {
      step.B = Math.min(rows, count - from);
      block.load(examples, undefined, from, step.B);
      forward(pass, step);
      copyOutputs(outputs, from, step);
      if (examples.targets) sum = addLosses(sum, step);
    }
    return sum;
  }

  const evaluations = createEvaluations((examples) => {
    if (!kernels.planner || !block.canRecord(examples, undefined)) return undefined;
    const outputs = arena.float32(rowCount(examples) * last.U);
    const plan = network.record({ moves: false }, () => evaluateInto(outputs, examples));
    return () => {
      plan.run(1, {});
      return { loss: plan.sum[0]! / (rowCount(examples) * shares), outputs: outputs.slice() };
    };
  });
  const parameters = layers.flatMap(({ weight, bias }) => [weight, bias]);
  const buffersOf = ({ statistics }: Layer) =>
    statistics ? [statistics.runningMean, statistics.runningVariance] : [];
  const network: Network = {
    spec,
    kernels,
    arena,
    parameters,
    buffers: layers.flatMap(buffersOf),
    tensors: layers.flatMap((layer) => [layer.weight, layer.bias, ...buffersOf(layer)]),
    initialize() {
      // Dense layers count among themselves: they start the same with and without normalisation.
      let dense = 0;
      layers.forEach((layer, index) => {
        if (layer.type === "dense") {
          const initialized = spec.layers[index] as DenseSpec;
          initializeLayer(initialized, layer, { index: dense++, stream: initStream, stored });
        } else {
          layer.weight.values.fill(1);
          layer.bias.values.fill(0);
          layer.statistics?.initialize();
        }
      });
    },
    gradient(batch) {
      const { examples, from, to, epoch } = batch;
      checkExamples(examples, sizes);
      checkBatch(to - from, isWhole);
      for (const { gradient } of parameters) pass.kernels.clear(gradient, gradient.length);
      const count = (to - from) * shares;
      step.inputScale = examples.inputScale;
      step.epoch = epoch;
      step.needsOutputs = batch.outputs !== undefined;
      const sum = (isWhole ? wholeGradient : streamGradient)(batch, 1 / count);
      addPenalty();
      return sum / count;
    },
    evaluate(examples) {
      const planned = evaluations.get(examples);
      if (planned) return planned();
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
    inspect(examples, look) {
      checkExamples(examples, sizes);
      const B = rowCount(examples);
      if (B > blockRows) throw new RangeError(`Cannot inspect ${B} rows: at most ${blockRows}`);
      checkBatch(B, isWhole);
      const batch = { examples, from: 0, to: B };
      const running = network.buffers.map(({ values }) => values.slice());
      for (const { gradient } of parameters) pass.kernels.clear(gradient, gradient.length);
      Object.assign(step, {
        inputScale: examples.inputScale,
        epoch: undefined,
        needsOutputs: true,
      });
      turnTo(step, batch, 0);
      if (isWhole) forwardWhole(pass, batch, step);
      else {
        block.load(examples, undefined, 0, B);
        forward(pass, step);
      }
      block.loadRows(examples, undefined, 0, B);
      blockLossGradient(step, 1 / (B * shares));
      if (isWhole) backwardWhole(pass, batch, step);
      else backward(pass, step);
      network.buffers.forEach(({ values }, k) => values.set(running[k]!));
      return look(layers, B);
    },
    lossTerms: (rows) => rows * shares,
    canRecord: (examples, order) =>
      kernels.planner !== undefined && block.canRecord(examples, order),
    record({ moves }, perform) {
      const { planner } = kernels;
      return planner!.record((recorder) => {
        pass.kernels = planner!.kernels;
        block.recordWith({ kernels: planner!.kernels, moves });
        staysInPlace = !moves;
        try {
          perform(planner!.kernels, recorder);
        } finally {
          pass.kernels = kernels;
          block.recordWith(undefined);
          staysInPlace = false;
        }
      });
    },
    close: () => closeTeams(arena.memory),
  };
  return network;
}

function initializeLayer(
  { init, biasInit }: DenseSpec,
  { I: fanIn, U: fanOut, weight, bias }: Layer,
  { index, stream, stored }: {
    index: number;
    stream: Stream;
    stored: StoredWeights | undefined;
  },
): void {
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

function checkBatch(rows: number, isWhole: boolean): void {
  if (!(rows > 0)) throw new RangeError(`Cannot take a batch of ${rows} rows`);
  if (isWhole && rows === 1) {
    throw new RangeError("Cannot take a batch of 1 row: batch-norm needs 2 or more for a variance");
  }
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
