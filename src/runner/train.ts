import type { LoadedData, PreparedData } from "../data/mod.ts";
import {
  accuracy,
  type BackendName,
  createNetwork,
  createOptimizer,
  type Network,
  type NetworkSpec,
  selectKernels,
  type StoredWeights,
} from "../engine/mod.ts";
import type { Run } from "../experiment/types.ts";
import type { Examples } from "../numerics/matrix.ts";
import { createStream, permuteInto } from "../random/mod.ts";
import { copyWeights, createBestWeights } from "./best_weights.ts";
import { rowCount } from "./rows.ts";
import { majorityShare } from "./majority.ts";
import { bestEpoch, type CurvePoint, type RunResult, type Scores } from "../results/mod.ts";

/** How far a run is. Scores are those of the last recorded epoch. */
export interface Progress {
  /** Epochs completed. */
  epoch: number;
  epochs: number;
  train: Scores;
}

export interface TrainOptions {
  backend?: BackendName;
  /** For layers that start from a file. */
  stored?: StoredWeights | undefined;
  /** Called after every epoch. */
  onEpoch?: (progress: Progress) => void;
}

/** The network that a run's settings ask for, on data of this shape. */
export function networkSpec(run: Run, inputs: number): NetworkSpec {
  const { architecture, loss, regularization } = run.settings;
  return { inputs, layers: architecture, loss, l2: regularization.l2 };
}

/**
 * Trains one run from its initial weights to its last epoch, or to the first loss that is not
 * finite. The result is a function of the run and the data alone.
 */
export function trainRun(
  run: Run,
  data: PreparedData & Pick<LoadedData, "classes">,
  options: TrainOptions = {},
): Omit<RunResult, "elapsedMs"> {
  const { settings, seed } = run;
  const { train } = data;
  const kernels = selectKernels(options.backend ?? "auto");
  const { stored } = options;
  const network = createNetwork(networkSpec(run, train.inputs.columns), { seed, kernels, stored });
  network.initialize();
  const optimizer = createOptimizer(settings.optimizer, network);
  const learningRate = Number(settings.optimizer.learningRate);

  const rows = rowCount(train);
  const batchRows = settings.batchSize === "full" ? rows : Math.min(settings.batchSize, rows);
  const shuffled = settings.shuffle && batchRows < rows;
  const shuffle = createStream(seed, "shuffle");
  const order = shuffled ? new Uint32Array(rows) : undefined;

  const best = createBestWeights(network.parameters);
  const measure = () => {
    const scores = measureParts(network, data);
    best.consider(scores);
    return scores;
  };
  const curve: CurvePoint[] = [];
  let status: RunResult["status"] = "finished";
  let epoch = 1;
  for (; epoch <= settings.epochs; epoch++) {
    if ((epoch - 1) % settings.recordEvery === 0 || epoch === settings.epochs) {
      curve.push({ epoch, learningRate, ...measure() });
    }
    if (order) permuteInto(order, shuffle, epoch);
    let finite = true;
    for (let from = 0; from < rows && finite; from += batchRows) {
      const to = Math.min(from + batchRows, rows);
      finite = Number.isFinite(network.gradient({ examples: train, order, from, to, epoch }));
      if (finite) optimizer.step(learningRate);
    }
    if (!finite) {
      status = "diverged";
      break;
    }
    options.onEpoch?.({ epoch, epochs: settings.epochs, train: curve.at(-1)!.train });
  }

  const final = measure();
  const bestWeights = best.earlier();
  const epochs = Math.min(epoch, settings.epochs);
  if (status === "finished" && !Number.isFinite(final.train.loss)) status = "diverged";
  return {
    run,
    parameters: network.parameters.reduce((sum, { values }) => sum + values.length, 0),
    epochs,
    bestEpoch: bestEpoch({ curve, final, epochs }),
    status,
    ...(status === "diverged" ? { divergedAt: epochs } : {}),
    curve,
    final,
    ...(data.classes ? { majority: majorities(data) } : {}),
    weights: copyWeights(network.parameters),
    ...(bestWeights ? { bestWeights } : {}),
    preprocessing: data.preprocessing,
  };
}

function measureParts(network: Network, data: PreparedData & Pick<LoadedData, "classes">) {
  const score = (examples: Examples): Scores => {
    const { loss, outputs } = network.evaluate(examples);
    return data.classes === undefined ? { loss } : { loss, accuracy: accuracy(outputs, examples) };
  };
  return {
    train: score(data.train),
    ...(data.validation ? { validation: score(data.validation) } : {}),
    ...(data.test ? { test: score(data.test) } : {}),
  };
}

function majorities({ train, validation, test }: PreparedData): NonNullable<RunResult["majority"]> {
  return {
    train: majorityShare(train),
    ...(validation ? { validation: majorityShare(validation) } : {}),
    ...(test ? { test: majorityShare(test) } : {}),
  };
}
