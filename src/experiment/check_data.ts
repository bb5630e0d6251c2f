import { findMetric, type Metric, metrics, type Task, taskOf } from "../engine/metrics/mod.ts";
import type { DenseSpec } from "../engine/mod.ts";
import { ExperimentError } from "../errors.ts";
import { checkTask } from "./check_task.ts";
import type { ResolvedSettings } from "./types.ts";

/** What settings must fit, known once data is loaded. */
export interface DataShape {
  /** Whether there is a validation part, or one is split off. */
  hasValidation?: boolean;
  /** Columns of the targets: 1 for two classes, K for K > 2 classes. */
  targetColumns: number;
  /** Names of the classes; absent for regression. */
  classes?: readonly string[] | undefined;
  /** Smallest and largest target of all parts; from 0 to 1 when absent. */
  targetRange?: readonly [number, number] | undefined;
  /** Whether every target is 0 or 1; not read where there are classes. */
  zeroOrOne?: boolean | undefined;
  /** Whether every row of targets is of probabilities that add up to 1; likewise. */
  probabilities?: boolean | undefined;
}

/**
 * Checks that no batch of a run has a single row where there is batch normalisation: one row has no
 * variance.
 *
 * @param trainRows Rows that the run is trained on.
 * @throws {ExperimentError} with the rows that are left for the last batch
 */
export function checkBatches(settings: ResolvedSettings, trainRows: number): void {
  const { architecture, batchSize } = settings;
  const index = architecture.findIndex(({ type }) => type === "batch-norm");
  if (index < 0) return;
  const needs = `architecture.${index} is batch-norm, which needs 2 or more rows a batch`;
  if (trainRows === 1) {
    throw new ExperimentError(`Cannot train on 1 row: ${needs}`, {
      place: `architecture.${index}`,
      remedy: "Train on more rows, or choose layer-norm",
    });
  }
  if (batchSize === "full" || batchSize >= trainRows || trainRows % batchSize !== 1) return;
  throw new ExperimentError(
    `Cannot read batchSize as ${batchSize}: of ${trainRows} training rows 1 is left for the ` +
      `last batch, and ${needs}`,
    {
      place: "batchSize",
      remedy: `Choose another batch size, such as ${evenBatch(settings, trainRows)}`,
    },
  );
}

/** The nearest batch size above that leaves no single row. */
function evenBatch({ batchSize }: ResolvedSettings, rows: number): number {
  let size = Number(batchSize) + 1;
  while (size < rows && rows % size === 1) size++;
  return size;
}

/**
 * Checks that a network's outputs fit the targets they are trained on: one unit for each target
 * column (one for two classes, two under a softmax, K for K > 2 classes), targets that the loss can take, metrics
 * that mean something for the task, and what early stopping and a listening schedule look at.
 *
 * @throws {ExperimentError} with the numbers of both and the remedy
 */
export function checkAgainstData(settings: ResolvedSettings, shape: DataShape): void {
  checkTask(settings, shape);
  checkUnits(settings, shape);
  checkValidation(settings, shape);
  checkTargets(settings, shape);
  checkMetrics(settings, shape);
}

function checkUnits(settings: ResolvedSettings, shape: DataShape): void {
  const last = settings.architecture.length - 1;
  const { units } = settings.architecture[last] as DenseSpec;
  const { targetColumns, classes } = shape;
  // A loss of whole rows takes two classes as two columns.
  const wide = settings.loss.type === "categorical-cross-entropy" && classes?.length === 2;
  if (units === (wide ? 2 : targetColumns)) return;
  throw new ExperimentError(
    `Cannot read architecture.${last}.units as ${units}: the data has ${describe(shape)}`,
    {
      place: `architecture.${last}.units`,
      remedy: wide
        ? "Give the last layer 2 units, one per class"
        : unitsRemedy(targetColumns, classes),
    },
  );
}

function checkValidation(settings: ResolvedSettings, shape: DataShape): void {
  const { earlyStopping, schedule } = settings;
  const { hasValidation } = shape;
  const remedy = "Split some rows off, as with data.split.validation 0.2";
  if (earlyStopping && !hasValidation) {
    throw new ExperimentError("Cannot use earlyStopping: the data has no validation part", {
      place: "earlyStopping",
      remedy,
    });
  }
  if (earlyStopping?.metric === "accuracy" && taskFor(settings, shape) === "regression") {
    throw new ExperimentError(
      'Cannot read earlyStopping.metric as "accuracy": the targets are numbers, not classes',
      { place: "earlyStopping.metric", remedy: 'Choose "loss"' },
    );
  }
  if (schedule.part === "validation" && !hasValidation) {
    throw new ExperimentError(
      `Cannot use schedule "${schedule.type}" of the validation loss: the data has no validation part`,
      { place: "schedule", remedy: `${remedy}, or set schedule.part to "train"` },
    );
  }
}

function checkTargets({ loss }: ResolvedSettings, shape: DataShape): void {
  const [low, high] = shape.targetRange ?? [0, 1];
  const sure = shape.classes !== undefined;
  const refuse = (problem: string, remedy: string) => {
    throw new ExperimentError(`Cannot read loss as "${loss.type}": ${problem}`, {
      place: "loss",
      remedy,
    });
  };
  const other = 'Choose loss "squared-error", and a "linear" last layer';
  if (loss.type === "binary-cross-entropy" && (low < 0 || high > 1)) {
    refuse(`the targets go from ${low} to ${high}, and must lie between 0 and 1`, other);
  }
  if (loss.type === "hinge" && !sure && !shape.zeroOrOne) {
    refuse(`the targets go from ${low} to ${high}, and must all be 0 or 1`, other);
  }
  if (loss.type === "categorical-cross-entropy" && !sure && !shape.probabilities) {
    refuse(
      "each row of targets must be numbers from 0 on that add up to 1",
      'For several labels a row choose loss "binary-cross-entropy" and activation "sigmoid"',
    );
  }
}

function taskFor({ loss }: ResolvedSettings, shape: DataShape): Task {
  const { targetColumns: columns, classes, zeroOrOne = false } = shape;
  return taskOf({ columns, classes: classes !== undefined, zeroOrOne }, loss);
}

function checkMetrics(settings: ResolvedSettings, shape: DataShape): void {
  const task = taskFor(settings, shape);
  const K = Math.max(2, shape.targetColumns);
  for (const member of settings.metrics ?? []) {
    const metric: Metric = findMetric(metrics, member);
    const problem = metric.tasks.includes(task)
      ? metric.problem?.(member as never, K)
      : `the data is for ${taskWords[task]}, and it must be one of ${metricsFor(task).join(", ")}`;
    if (problem === undefined) continue;
    throw new ExperimentError(`Cannot read metrics as "${member.type}": ${problem}`, {
      place: "metrics",
      remedy: `Leave ${member.type} out, or ask for another metric`,
    });
  }
}

const taskWords: { readonly [T in Task]: string } = {
  binary: "two classes",
  "multi-class": "several classes",
  "multi-label": "several labels",
  regression: "regression",
};

function metricsFor(task: Task): string[] {
  return Object.values(metrics as { [name: string]: Metric })
    .filter(({ tasks }) => tasks.includes(task))
    .map(({ name }) => name);
}
function describe({ targetColumns, classes }: DataShape): string {
  if (classes === undefined) return plural(targetColumns, "target column");
  return `${classes.length} classes: ${shorten(classes).join(", ")}`;
}

function unitsRemedy(targetColumns: number, classes: readonly string[] | undefined): string {
  const units = `Give the last layer ${plural(targetColumns, "unit")}`;
  if (classes === undefined) return targetColumns === 1 ? units : `${units}, one per column`;
  return classes.length === 2
    ? `${units}: the probability of ${classes[1]}`
    : `${units}, one per class`;
}

/** Long lists of classes end in how many more there are. */
function shorten(names: readonly string[]): string[] {
  return names.length <= 10 ? [...names] : [...names.slice(0, 9), `and ${names.length - 9} more`];
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
