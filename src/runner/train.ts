import type { LoadedData, PreparedData } from "../data/mod.ts";
import {
  type Arena,
  type Backend,
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
import { recordAnswers } from "./record_answers.ts";
import { copyWeights, createBestWeights } from "./best_weights.ts";
import { createEarlyStopping } from "./early_stopping.ts";
import { createLayerRecorder } from "./layer_moments.ts";
import { createMeasurements } from "./measure.ts";
import { fitTargets } from "./fit_targets.ts";
import { rowCount } from "./rows.ts";
import { createScorer } from "./scorer.ts";
import { majorityShare } from "./majority.ts";
import {
  createTrainingState,
  stateParts,
  type TrainingSnapshot,
  type TrainingState,
} from "./training_state.ts";
import { bestEpoch } from "../results/best_epoch.ts";
import type { CurvePoint, RunResult, Scores } from "../results/mod.ts";
import { createTraceRecorder } from "../results/weight_trace.ts";

/** How far a run is. Scores are those of the last recorded epoch. */
export interface Progress {
  /** Epochs completed. */
  epoch: number;
  epochs: number;
  train: Scores;
}

export interface TrainOptions {
  backend?: BackendName;
  /** Instead of those that the backend names. */
  kernels?: Backend;
  /** Threads that the run may use; 1 by default. */
  threads?: number;
  /** Where its buffers are; an own one by default. */
  arena?: Arena;
  /** For layers that start from a file. */
  stored?: StoredWeights | undefined;
  /** Called after every epoch. */
  onEpoch?: (progress: Progress) => void;
  /** Where the same run, in another process or on another backend, came to before. */
  from?: TrainingSnapshot | undefined;
  /** Why `from` can't be used: the run starts from the beginning. */
  onRefused?: (why: string) => void;
  /**
   * Called where the run could go on later, after every epoch that others follow. What it throws ends
   * the run.
   *
   * @param capture What the run goes on from.
   * @param epoch Epochs trained.
   */
  onResumable?: (capture: () => TrainingSnapshot, epoch: number) => void;
}

/** The network that a run's settings ask for, on data of this shape. */
export function networkSpec(run: Run, inputs: number): NetworkSpec {
  const { architecture, loss, regularization } = run.settings;
  const { l1, l2, inputDropout } = regularization;
  return { inputs, layers: architecture, loss, l1, l2, inputDropout };
}

/**
 * Trains one run from its initial weights to its last epoch, until early stopping has seen enough, or
 * to the first loss that is not finite, or to where it is to be halted: then it is what the whole run
 * was at that moment. The result is a function of the run and the data alone.
 */
export function trainRun(
  run: Run,
  prepared: PreparedData & Pick<LoadedData, "classes">,
  options: TrainOptions = {},
): Omit<RunResult, "elapsedMs"> {
  const { settings, seed, stopAfter = settings.epochs } = run;
  const data = fitTargets(prepared, settings);
  const { train } = data;
  const kernels = options.kernels ?? selectKernels(options.backend ?? "auto");
  const { stored, threads, arena } = options;
  const network = createNetwork(networkSpec(run, train.inputs.columns), {
    seed,
    kernels,
    stored,
    ...(threads === undefined ? {} : { threads }),
    ...(arena === undefined ? {} : { arena }),
  });
  network.initialize();
  const optimizer = createOptimizer(settings.optimizer, network, settings.regularization);
  const rows = rowCount(train);
  const batchRows = settings.batchSize === "full" ? rows : Math.min(settings.batchSize, rows);
  const shuffled = settings.shuffle && batchRows < rows;
  const shuffle = createStream(seed, "shuffle");
  const training = createTraining(network, optimizer, { examples: train, batchRows, shuffled });

  const stepsPerEpoch = Math.ceil(rows / batchRows);
  const schedule = createSchedule(settings.schedule, {
    learningRate: Number(settings.optimizer.learningRate),
    epochs: settings.epochs,
    stepsPerEpoch,
  });
  const stopping = settings.earlyStopping &&
    createEarlyStopping(settings.earlyStopping, network.tensors);
  const scorer = createScorer(settings, data);
  const measurements = createMeasurements(network, data, scorer);
  const best = createBestWeights(network.tensors);
  const recorder = createTraceRecorder(network.tensors);
  recorder.observe(0);
  const layers = createLayerRecorder(network, { train, epochs: settings.epochs });
  layers.observe(0);
  const curve: CurvePoint[] = [];
  const records = (epoch: number) =>
    (epoch - 1) % settings.recordEvery === 0 || epoch === settings.epochs;
  const state = createTrainingState({
    parts: stateParts({ network, optimizer, stepsPerEpoch, schedule, kept: stopping ?? best }),
    curve,
    recorder,
    layers,
    epochs: settings.epochs,
    records,
    measure() {
      const scores = measurements.all();
      measurements.changed();
      return scores;
    },
  });
  let status: RunResult["status"] = "finished";
  let epoch = 1 + epochsBefore(state, options);
  // A checkpoint of the very epoch leaves nothing to train.
  if (epoch > stopAfter) [status, epoch] = ["halted", stopAfter];
  for (; status === "finished" && epoch <= settings.epochs; epoch++) {
    if (records(epoch)) {
      const scores = measurements.all();
      best.consider(scores);
      curve.push({ epoch, learningRate: schedule.rate(epoch, 0), ...scores });
    }
    layers.observe(epoch - 1);
    if (training.order) permuteInto(training.order, shuffle, epoch);
    const finite = training.epoch(epoch, (step) => schedule.rate(epoch, step));
    measurements.changed();
    if (!finite) {
      status = "diverged";
      break;
    }
    recorder.observe(epoch);
    options.onEpoch?.({ epoch, epochs: settings.epochs, train: curve.at(-1)!.train });
    if (schedule.listensTo) schedule.observe(measurements.of(schedule.listensTo).loss);
    if (stopping?.observe(epoch, measurements.of("validation")) && epoch < settings.epochs) {
      status = "stopped";
      break;
    }
    if (epoch < settings.epochs) options.onResumable?.(() => state.capture(epoch), epoch);
    if (epoch === stopAfter && epoch < settings.epochs) {
      status = "halted";
      break;
    }
  }

  const epochs = Math.min(epoch, settings.epochs);
  recorder.observe(epochs, { ended: true });
  layers.observe(epochs, { ended: true });
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
    layers: [...layers.moments],
    final,
    ...(restored && stopping!.bestEpoch < epochs ? { restoredFrom: stopping!.bestEpoch } : {}),
    ...(data.classes ? { majority: majorities(data) } : {}),
    ...(status === "diverged" ? {} : { answers: recordAnswers(network, data, scorer) }),
    weights: copyWeights(network.tensors),
    ...(bestWeights ? { bestWeights } : {}),
    trace: recorder.trace,
    preprocessing: data.preprocessing,
  };
}

/** Goes back to where the run was before, if it can; returns how many epochs that are. */
function epochsBefore(state: TrainingState, { from, onRefused }: TrainOptions): number {
  if (from === undefined) return 0;
  try {
    return state.restore(from);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    onRefused?.(error.message);
    return 0;
  }
}

function majorities({ train, validation, test }: PreparedData): NonNullable<RunResult["majority"]> {
  return {
    train: majorityShare(train),
    ...(validation ? { validation: majorityShare(validation) } : {}),
    ...(test ? { test: majorityShare(test) } : {}),
  };
}
