import type { Network, Optimizer, Schedule } from "../engine/mod.ts";
import type {
  CurvePoint,
  PartScores,
  RunCheckpoint,
  Tensor,
  TraceRecorder,
} from "../results/mod.ts";
import { partNames } from "../results/types.ts";
import { traceText } from "../results/weight_trace.ts";
import type { LayerRecorder } from "./layer_moments.ts";

/** A part of a run that remembers something from epoch to epoch. */
export interface StatePart {
  /** Its numbers at this moment. */
  numbers(): Record<string, number>;
  /** Whether it can give these numbers, which have the right names, after an epoch. */
  isPossible(numbers: Record<string, number>, epoch: number): boolean;
  /** Takes numbers back that it gave. */
  setNumbers(numbers: Record<string, number>): void;
  /** Arrays that are all that it remembers besides; they stay in their place. */
  readonly arrays: readonly { readonly name: string; readonly values: Float32Array }[];
}

/** What a run needs of a checkpoint, without the wall time. */
export type TrainingSnapshot = Omit<RunCheckpoint, "elapsedMs">;

/** All that a run's further epochs and its result depend on. */
export interface TrainingState {
  /** A copy of it, after an epoch. */
  capture(epoch: number): TrainingSnapshot;
  /**
   * Goes back to a copy, which may be another process's; returns its epoch.
   *
   * @throws {RangeError} It is none of a run like this one; nothing is changed then.
   */
  restore(snapshot: TrainingSnapshot): number;
}

/** The parts of a run, by the names that they have in a checkpoint. */
export function stateParts({ network, optimizer, stepsPerEpoch, schedule, kept }: {
  network: Pick<Network, "tensors">;
  optimizer: Pick<Optimizer, "state" | "steps">;
  stepsPerEpoch: number;
  schedule: Pick<Schedule, "memory">;
  /** What keeps the best weights so far. */
  kept: { readonly state: StatePart };
}): Record<"network" | "optimizer" | "schedule" | "best", StatePart> {
  return {
    network: {
      numbers: () => ({}),
      isPossible: () => true,
      setNumbers() {},
      arrays: network.tensors,
    },
    optimizer: {
      numbers: () => ({ steps: optimizer.steps }),
      isPossible: ({ steps }, epoch) => steps === epoch * stepsPerEpoch,
      setNumbers: ({ steps }) => void (optimizer.steps = steps!),
      arrays: optimizer.state,
    },
    schedule: {
      numbers: () => ({ ...schedule.memory }),
      isPossible: ({ wait, cooldown, cuts }) => [wait, cooldown, cuts].every(isCount),
      setNumbers: (numbers) => void Object.assign(schedule.memory, numbers),
      arrays: [],
    },
    best: kept.state,
  };
}

export interface TrainingStateOptions {
  parts: Readonly<Record<string, StatePart>>;
  /** Filled by the run. */
  curve: CurvePoint[];
  recorder: TraceRecorder;
  layers: LayerRecorder;
  epochs: number;
  /** Whether a row is recorded in an epoch. */
  records: (epoch: number) => boolean;
  /** Scores as a row has them, of whatever weights. */
  measure: () => PartScores;
}

/** Puts the state of a run together from its parts. */
export function createTrainingState(options: TrainingStateOptions): TrainingState {
  const { parts, curve, recorder, layers } = options;
  const arrays = Object.entries(parts).flatMap(([part, { arrays }]) =>
    arrays.map(({ name, values }) => ({ name: `${part}/${name}`, values }))
  );
  return {
    capture: (epoch) => ({
      epoch,
      numbers: numbersOf(parts),
      tensors: arrays.map(({ name, values }) => ({
        name,
        shape: [values.length],
        values: values.slice(),
      })),
      curve: [...curve],
      layers: [...layers.moments],
      trace: traceText(recorder.trace),
    }),
    restore(snapshot) {
      const { epoch, numbers, tensors } = snapshot;
      checkEpoch(epoch, options);
      checkNumbers(snapshot, parts);
      checkTensors(tensors, arrays);
      checkCurve(snapshot, options);
      if (!recorder.fits(snapshot.trace, epoch)) {
        throw new RangeError("its digests of weights are others");
      }
      if (!layers.fits(snapshot.layers, epoch)) {
        throw new RangeError("its statistics of layers are others");
      }
      for (const [part, { setNumbers }] of Object.entries(parts)) setNumbers(numbers[part]!);
      arrays.forEach(({ values }, k) => values.set(tensors[k]!.values));
      recorder.restore(snapshot.trace);
      layers.restore(snapshot.layers);
      curve.length = 0;
      for (const row of snapshot.curve) curve.push(row);
      return epoch;
    },
  };
}

function numbersOf(parts: TrainingStateOptions["parts"]): RunCheckpoint["numbers"] {
  return Object.fromEntries(Object.entries(parts).map(([part, state]) => [part, state.numbers()]));
}

function checkEpoch(epoch: number, { epochs }: TrainingStateOptions): void {
  if (epoch >= 1 && epoch < epochs) return;
  throw new RangeError(`it is of epoch ${epoch}, the run goes on from epochs 1 to ${epochs - 1}`);
}

function checkNumbers(
  { numbers, epoch }: TrainingSnapshot,
  parts: TrainingStateOptions["parts"],
): void {
  const names = (all: RunCheckpoint["numbers"]) =>
    Object.entries(all).map(([part, own]) => [part, ...Object.keys(own).sort()].join()).sort();
  const fits = names(numbers).join(";") === names(numbersOf(parts)).join(";") &&
    Object.entries(parts).every(([part, { isPossible }]) => isPossible(numbers[part]!, epoch));
  if (!fits) throw new RangeError("its numbers are others");
}

/** Whether something is a whole number, 0 or more. */
export function isCount(value: number | undefined): boolean {
  return Number.isSafeInteger(value) && value! >= 0;
}

function checkTensors(
  tensors: readonly Tensor[],
  arrays: readonly Pick<Tensor, "name" | "values">[],
) {
  const fits = tensors.length === arrays.length &&
    arrays.every(({ name, values }, k) =>
      tensors[k]!.name === name && tensors[k]!.values.length === values.length
    );
  if (!fits) throw new RangeError("its arrays are others");
}

function checkCurve({ epoch, curve }: TrainingSnapshot, options: TrainingStateOptions): void {
  const { records, measure } = options;
  let rows = 0;
  for (let recorded = 1; recorded <= epoch; recorded++) {
    if (records(recorded) && curve[rows++]?.epoch !== recorded) rows = Infinity;
  }
  const columns = new Set([measure(), ...curve].map(columnsOf));
  if (rows !== curve.length || columns.size !== 1) {
    throw new RangeError("its recorded rows are others");
  }
}

/** What is measured, as text. */
function columnsOf(scores: PartScores): string {
  return JSON.stringify(partNames.map((part) => {
    const { metrics = {}, ...rest } = scores[part] ?? {};
    return [part, ...Object.keys(rest).sort(), Object.keys(metrics).sort()];
  }));
}
