import type { LoadedData, PreparedData } from "../data/mod.ts";
import {
  type BackendName,
  createNetwork,
  createOptimizer,
  createSchedule,
  createTraining,
  type NetworkSpec,
  selectKernels,
  type StoredWeights,
} from "../engine/mod.ts";
import type { Run } from "../experiment/types.ts";
import { createStream, permuteInto } from "../random/mod.ts";
import { copyWeights, createBestWeights } from "./best_weights.ts";
import { createEarlyStopping } from "./early_stopping.ts";
import { createMeasurements } from "./measure.ts";
import { fitTargets } from "./fit_targets.ts";
import { rowCount } from "./rows.ts";
import { createScorer } from "./scorer.ts";
import { majorityShare } from "./majority.ts";
import { bestEpoch } from "../results/best_epoch.ts";
import type { CurvePoint, RunResult, Scores } from "../results/mod.ts";

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
  const { l1, l2, inputDropout } = regularization;
  return { inputs, layers: architecture, loss, l1, l2, inputDropout };
}

/**
 * Trains one run from its initial weights to its last epoch, until early stopping has seen enough, or
 * to the first loss that is not finite. The result is a function of the run and the data alone.
 */
export function trainRun(
  run: Run,
  given: PreparedData & Pick<LoadedData, "classes">,
  options: TrainOptions = {},
): Omit<RunResult, "elapsedMs"> {
  const { settings, seed } = run;
  const data = fitTargets(given, settings);
  const { train } = data;
  const kernels = selectKernels(options.backend ?? "auto");
  const { stored } = options;
  const network = createNetwork(networkSpec(run, train.inputs.columns), { seed, kernels, stored });
  network.initialize();
  const optimizer = createOptimizer(settings.optimizer, network, settings.regularization);
  const rows = rowCount(train);
  const batchRows = settings.batchSize === "full" ? rows : Math.min(settings.batchSize, rows);
  const shuffled = settings.shuffle && batchRows < rows;
  const shuffle = createStream(seed, "shuffle");
  const training = createTraining(network, optimizer, { examples: train, batchRows, shuffled });

  const schedule = createSchedule(settings.schedule, {
    learningRate: Number(settings.optimizer.learningRate),
    epochs: settings.epochs,
    stepsPerEpoch: Math.ceil(rows / batchRows),
  });
  const stopping = settings.earlyStopping &&
    createEarlyStopping(settings.earlyStopping, network.tensors);
  const measurements = createMeasurements(network, data, createScorer(settings, data));
  const best = createBestWeights(network.tensors);
  const curve: CurvePoint[] = [];
  let status: RunResult["status"] = "finished";
  let epoch = 1;
  for (; epoch <= settings.epochs; epoch++) {
    if ((epoch - 1) % settings.recordEvery === 0 || epoch === settings.epochs) {
      const scores = measurements.all();
      best.consider(scores);
      curve.push({ epoch, learningRate: schedule.rate(epoch, 0), ...scores });
    }
    if (training.order) permuteInto(training.order, shuffle, epoch);
    const finite = training.epoch(epoch, (step) => schedule.rate(epoch, step));
    measurements.changed();
    if (!finite) {
      status = "diverged";
      break;
    }
    options.onEpoch?.({ epoch, epochs: settings.epochs, train: curve.at(-1)!.train });
    if (schedule.listensTo) schedule.observe(measurements.of(schedule.listensTo).loss);
    if (stopping?.observe(epoch, measurements.of("validation")) && epoch < settings.epochs) {
      status = "stopped";
      break;
    }
  }

  const epochs = Math.min(epoch, settings.epochs);
  const restored = status !== "diverged" && stopping?.restore() === true;
  if (restored) measurements.changed();
  const final = measurements.all();
  best.consider(final);
  const bestWeights = stopping ? stopping.earlier(epochs) : best.earlier();
  if (!Number.isFinite(final.train.loss)) status = "diverged";
  return {
    run,
    parameters: network.parameters.reduce((sum, { values }) => sum + values.length, 0),
    epochs,
    bestEpoch: stopping ? stopping.bestEpoch : bestEpoch({ curve, final, epochs }),
    status,
    ...(status === "diverged" ? { divergedAt: epochs } : {}),
    curve,
    final,
    ...(restored && stopping!.bestEpoch < epochs ? { restoredFrom: stopping!.bestEpoch } : {}),
    ...(data.classes ? { majority: majorities(data) } : {}),
    weights: copyWeights(network.tensors),
    ...(bestWeights ? { bestWeights } : {}),
    preprocessing: data.preprocessing,
  };
}

function majorities({ train, validation, test }: PreparedData): NonNullable<RunResult["majority"]> {
  return {
    train: majorityShare(train),
    ...(validation ? { validation: majorityShare(validation) } : {}),
    ...(test ? { test: majorityShare(test) } : {}),
  };
}
