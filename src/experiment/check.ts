import { rowActivations } from "../engine/activations/mod.ts";
import { type Initializer, initializers } from "../engine/initializers/mod.ts";
import { type Loss, losses, type RowsLoss } from "../engine/losses/mod.ts";
import type { DenseSpec } from "../engine/mod.ts";
import { isNormalization } from "../engine/normalizations/mod.ts";
import { lastLayerProblem, normalizationProblems } from "./check_normalization.ts";
import { canonicalJson } from "./canonical.ts";
import { cannotRead, type Problem } from "./problems.ts";
import { scheduleProblems } from "./check_schedule.ts";
import { resolveSettings } from "./resolve.ts";
import type { Member, ResolvedSettings, Settings } from "./types.ts";

/**
 * What is wrong with settings whose parts are all right but don't go together. They must have
 * passed the schema.
 */
export function combinationProblems(settings: Settings): Problem[] {
  const resolved = resolveSettings(settings);
  // What the output layer must be is only known of a dense one.
  const lastProblem = lastLayerProblem(resolved);
  if (lastProblem) return [lastProblem];
  return [
    ...normalizationProblems(resolved),
    ...activationProblems(resolved),
    ...lossProblems(resolved),
    ...weightProblems(resolved),
    ...biasProblems(settings, resolved),
    ...dropoutProblems(settings),
    ...scheduleProblems(settings),
    ...metricProblems(settings, resolved),
  ];
}

/** Softmax takes a whole row, which only the loss behind the last layer can follow. */
function activationProblems({ architecture, loss }: ResolvedSettings): Problem[] {
  const last = architecture.length - 1;
  const requires = lossOf(loss).requires;
  return architecture.flatMap(({ activation: { type } }, index): Problem[] => {
    if (!Object.hasOwn(rowActivations, type)) return [];
    const problem = index < last
      ? "only the last layer can have it"
      : requires === type
      ? undefined
      : `it goes with loss ${lossesFor(type).join(" or ")}, and the loss is ${loss.type}`;
    if (problem === undefined) return [];
    return [{
      path: ["architecture", String(index), "activation"],
      say: (at) => cannotRead({ at, got: type, problem }),
      remedy: index < last
        ? "Choose an activation of single units, such as relu, for hidden layers"
        : `Set loss to "${lossesFor(type)[0]}", or choose another activation`,
    }];
  });
}

/** A cross-entropy from logits means nothing after another activation than its own. */
function lossProblems({ loss, architecture }: ResolvedSettings): Problem[] {
  const { requires } = lossOf(loss);
  const last = architecture.length - 1;
  const { units, activation: { type: got } } = architecture[last] as DenseSpec;
  if (requires === undefined) return [];
  if (Object.hasOwn(rowActivations, requires) && units === 1) {
    return [{
      path: ["loss"],
      say: (at) =>
        cannotRead({
          at,
          got: loss.type,
          problem: "the last layer must then have a unit per class, and has 1 unit",
        }),
      remedy: `Give architecture.${last} a unit per class, or choose loss ` +
        '"binary-cross-entropy" and activation "sigmoid"',
    }];
  }
  // Softmax and another loss is told once, of the activation.
  if (requires === got || Object.hasOwn(rowActivations, got)) return [];
  return [{
    path: ["loss"],
    say: (at) =>
      cannotRead({
        at,
        got: loss.type,
        problem: `the last layer must then have activation ${requires}, and has ${got}`,
      }),
    remedy: `Set architecture.${last}.activation to "${requires}", or choose another loss`,
  }];
}

/** Weights of classes are told apart by their place. */
function weightProblems({ loss, architecture }: ResolvedSettings): Problem[] {
  const { classWeights } = loss;
  const { units } = architecture.at(-1) as DenseSpec;
  if (!Array.isArray(classWeights) || classWeights.length === 0) return [];
  const problem = classWeights.length !== units
    ? `it must have a number for each of the ${units} units of the last layer`
    : classWeights.every((weight) => weight === 0)
    ? "one weight at least must be above 0"
    : undefined;
  if (problem === undefined) return [];
  return [{
    path: ["loss", "classWeights"],
    say: (at) => cannotRead({ at, got: classWeights, problem }),
    remedy: "Give one weight per class, in the order of the classes, or leave it out",
  }];
}

/** An initializer that makes a matrix can't make biases. */
function biasProblems(settings: Settings, { architecture, biasInit }: ResolvedSettings): Problem[] {
  const refuse = ({ type }: Member, path: string[]): Problem[] => {
    const { needsMatrix } = initializers[type as keyof typeof initializers] as Initializer;
    if (!needsMatrix) return [];
    const problem = "it makes a matrix of weights, and biases are a row";
    return [{
      path,
      say: (at) => cannotRead({ at, got: type, problem }),
      remedy: 'Choose "zeros", "constant" or "random" for biases',
    }];
  };
  return [
    ...refuse(biasInit, ["biasInit"]),
    ...architecture.flatMap((layer, index) => {
      const written = settings.architecture[index]!;
      return isNormalization(written) || isNormalization(layer) || written.biasInit === undefined
        ? []
        : refuse(layer.biasInit, ["architecture", String(index), "biasInit"]);
    }),
  ];
}

function dropoutProblems({ architecture }: Settings): Problem[] {
  const last = architecture.length - 1;
  const got = architecture[last]!.dropout ?? 0;
  if (got === 0) return [];
  return [{
    path: ["architecture", String(last), "dropout"],
    say: (at) => cannotRead({ at, got, problem: "the last layer must not drop its outputs" }),
    remedy: "Put dropout on a hidden layer, or leave it out",
  }];
}

/** Each metric has its columns once. */
function metricProblems(settings: Settings, { metrics = [] }: ResolvedSettings): Problem[] {
  const texts = metrics.map(canonicalJson);
  const again = texts.findIndex((text, index) => texts.indexOf(text) !== index);
  if (again < 0) return [];
  return [{
    path: ["metrics"],
    say: (at) =>
      cannotRead({
        at,
        got: settings.metrics,
        problem: `"${metrics[again]!.type}" is listed twice`,
      }),
  }];
}

function lossOf({ type }: Member): Loss | RowsLoss {
  return losses[type as keyof typeof losses] as Loss | RowsLoss;
}

/** The losses that an activation of rows goes with. */
function lossesFor(activation: string): string[] {
  return Object.values(losses as { [name: string]: Loss | RowsLoss })
    .filter(({ requires }) => requires === activation)
    .map(({ name }) => name);
}
