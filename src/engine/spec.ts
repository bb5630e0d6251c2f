import { activations, outputActivations, rowActivations } from "./activations/mod.ts";
import { type Initializer, initializers } from "./initializers/mod.ts";
import { bindLoss, losses } from "./losses/mod.ts";
import { findMember } from "./members.ts";
import { type Family, type Member, type Option, problemWith } from "./options.ts";
import { regularizers } from "./regularizers/mod.ts";

/** A fully connected layer. */
export interface LayerSpec {
  units: number;
  activation: Member;
  /** How the weights start. */
  init: Member;
  /** How the biases start. */
  biasInit: Member;
  /** Probability of dropping an output of this layer in training; no effect in the last layer. */
  dropout: number;
}

/** What a network computes, complete: what may be left out is off by default. */
export interface NetworkSpec {
  /** Columns of the inputs. */
  inputs: number;
  /** From the first hidden layer to the output layer. */
  layers: readonly LayerSpec[];
  loss: Member;
  /** λ of the penalty (λ/2)·Σw²; 0 for none. */
  l2: number;
  /** λ of the penalty λ·Σ|w|; none by default. */
  l1?: number;
  /** Probability of dropping an input in training; none by default. */
  inputDropout?: number;
}

const size: Option = { kind: "number", default: 1, min: 1, integer: true, doc: "" };

/**
 * Refuses a network that can't be built.
 *
 * @throws {RangeError} for sizes and probabilities out of bounds, unknown names, and a loss that
 * does not fit the last activation.
 */
export function checkSpec(spec: NetworkSpec): void {
  check("inputs", size, spec.inputs);
  if (spec.layers.length === 0) throw new RangeError("Cannot build a network without layers");
  const end = spec.layers.length - 1;
  spec.layers.forEach((layer, index) => {
    check(`layers.${index}.units`, size, layer.units);
    check(`layers.${index}.dropout`, regularizers.dropout.option, layer.dropout);
    const allowed: Family = index === end ? outputActivations : activations;
    findMember(allowed, layer.activation.type, "activation");
    findMember(initializers, layer.init.type, "init");
    const { name, needsMatrix } = findMember<Initializer>(
      initializers,
      layer.biasInit.type,
      "init",
    );
    if (needsMatrix) throw new RangeError(`Cannot start biases as ${name}: they are no matrix`);
  });
  check("l2", regularizers.l2.option, spec.l2);
  check("l1", regularizers.l1.option, spec.l1 ?? 0);
  check("inputDropout", regularizers.inputDropout.option, spec.inputDropout ?? 0);
  checkLoss(spec);
}

function checkLoss(spec: NetworkSpec): void {
  const { name, requires } = bindLoss(losses, spec.loss);
  const { units, activation: { type: last } } = spec.layers.at(-1)!;
  if (requires !== undefined && last !== requires) {
    throw new RangeError(
      `Cannot use ${name} after ${last}: the last activation must be ${requires}`,
    );
  }
  if (Object.hasOwn(rowActivations, last) && requires !== last) {
    throw new RangeError(`Cannot use ${name} after ${last}: it needs a loss of whole rows`);
  }
  if (requires === "softmax" && units === 1) {
    throw new RangeError(`Cannot use ${name} on 1 unit: it takes a unit per class`);
  }
  const { classWeights = [] } = spec.loss as { classWeights?: readonly number[] };
  if (classWeights.length > 0 && classWeights.length !== units) {
    throw new RangeError(
      `Cannot read loss.classWeights of ${classWeights.length} numbers: there are ${units} classes`,
    );
  }
}

function check(name: string, option: Option, value: number): void {
  const problem = problemWith(option, value);
  if (problem) throw new RangeError(`Cannot read ${name} as ${value}: ${problem}`);
}
