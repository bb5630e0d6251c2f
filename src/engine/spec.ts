import { unknownName } from "../suggest.ts";
import { activations, outputActivations, rowActivations } from "./activations/mod.ts";
import { type Initializer, initializers } from "./initializers/mod.ts";
import { bindLoss, losses } from "./losses/mod.ts";
import { findMember } from "./members.ts";
import { isNormalization, normalizations } from "./normalizations/mod.ts";
import { type Family, type Member, type Option, problemWith } from "./options.ts";
import { regularizers } from "./regularizers/mod.ts";

/** A fully connected layer. */
export interface DenseSpec {
  /** What a layer is unless it says otherwise. */
  type?: "dense";
  units: number;
  activation: Member;
  /** How the weights start. */
  init: Member;
  /** How the biases start. */
  biasInit: Member;
  /** Probability of dropping an output of this layer in training; no effect in the last layer. */
  dropout: number;
}

/** What layers that normalise have in common. */
interface NormalizationSpec {
  /** ε, added to the variance. */
  epsilon: number;
  /** Of the normalised values. */
  activation: Member;
  /** Probability of dropping an output of this layer in training. */
  dropout: number;
}

/** Batch normalisation of the outputs of the layer before, or of the inputs. */
export interface BatchNormSpec extends NormalizationSpec {
  type: "batch-norm";
  /** Share of a new batch in the running estimates. */
  momentum: number;
}

/** Layer normalisation of the outputs of the layer before, or of the inputs. */
export interface LayerNormSpec extends NormalizationSpec {
  type: "layer-norm";
}

export type LayerSpec = DenseSpec | BatchNormSpec | LayerNormSpec;

/** What a network computes, complete: what may be left out is off by default. */
export interface NetworkSpec {
  /** Columns of the inputs. */
  inputs: number;
  /** From the first layer to the output layer, which is dense. */
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
 * @throws {RangeError} for sizes and probabilities out of bounds, unknown names, a normalisation
 * as the last layer, and a loss that does not fit the last activation.
 */
export function checkSpec(spec: NetworkSpec): void {
  check("inputs", size, spec.inputs);
  if (spec.layers.length === 0) throw new RangeError("Cannot build a network without layers");
  const end = spec.layers.length - 1;
  spec.layers.forEach((layer, index) => {
    checkType(layer, index);
    check(`layers.${index}.dropout`, regularizers.dropout.option, layer.dropout);
    const allowed: Family = index === end ? outputActivations : activations;
    findMember(allowed, layer.activation.type, "activation");
    if (isNormalization(layer)) {
      for (const [name, option] of Object.entries(normalizations[layer.type].options)) {
        check(`layers.${index}.${name}`, option, layer[name as "epsilon"]);
      }
      if (index === end) throw new RangeError(`Cannot end a network with ${layer.type}`);
      return;
    }
    check(`layers.${index}.units`, size, layer.units);
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

/** Layers take their type from wherever the spec comes from. */
function checkType({ type = "dense" }: LayerSpec, index: number): void {
  const allowed = ["dense", ...Object.keys(normalizations)];
  if (!allowed.includes(type)) {
    throw new RangeError(unknownName(`layers.${index}.type`, String(type), allowed));
  }
}

function checkLoss(spec: NetworkSpec): void {
  const { name, requires } = bindLoss(losses, spec.loss);
  const { units, activation: { type: last } } = spec.layers.at(-1) as DenseSpec;
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
