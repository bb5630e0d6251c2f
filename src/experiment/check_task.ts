import type { DenseSpec } from "../engine/mod.ts";
import { ExperimentError } from "../errors.ts";
import type { DataShape } from "./check_data.ts";
import type { ResolvedSettings } from "./types.ts";

/** Losses that are for classes, and those that are for numbers. */
const classLosses = ["binary-cross-entropy", "categorical-cross-entropy", "hinge"];
const numberLosses = ["squared-error", "absolute-error", "huber"];

/** Kinds of data with a `task`. */
const taskTypes = ["csv", "hdf5", "npy", "npz", "inline"];

/**
 * Checks that a loss for classes meets classes, and one for numbers numbers, where it was left to
 * the data to tell which of the two its targets are.
 *
 * @throws {ExperimentError} with what the targets were taken for, and how to say it otherwise
 */
export function checkTask(settings: ResolvedSettings, shape: DataShape): void {
  if (shape.classes === undefined) {
    checkSingleValue(settings, shape);
    checkTakenForNumbers(settings, shape);
  } else {
    checkTakenForClasses(settings, shape.classes);
  }
}

/** A single value tells nothing apart. */
function checkSingleValue({ loss }: ResolvedSettings, { targetRange }: DataShape): void {
  if (targetRange === undefined || !classLosses.includes(loss.type)) return;
  const [low, high] = targetRange;
  if (low !== high) return;
  throw new ExperimentError(
    `Cannot read loss as "${loss.type}": every target is ${low}, and there must be two classes`,
    { place: "loss", remedy: "Give data with two classes or more" },
  );
}

/** Numbers from 0 on, or one-hot rows, that could have been classes. */
function checkTakenForNumbers({ loss, data }: ResolvedSettings, shape: DataShape): void {
  const { targetColumns, targetRange: [low, high] = [0, 1], zeroOrOne, probabilities } = shape;
  if (loss.type !== "categorical-cross-entropy" || !taskTypes.includes(data.type)) return;
  // Rows of other probabilities are what this loss takes beside classes.
  const oneHot = targetColumns > 1 && zeroOrOne && probabilities;
  if (targetColumns > 1 && !(oneHot && taskOf(data) === undefined)) return;
  const whole = Number.isInteger(low) && Number.isInteger(high);
  throw new ExperimentError(
    `Cannot read loss as "${loss.type}": it is for classes, and the data was taken for numbers`,
    {
      place: "loss",
      remedy: oneHot || whole
        ? 'Set data.task to "classification"'
        : 'Choose loss "squared-error", and a "linear" last layer',
    },
  );
}

/** Two numbers are classes unless something else is said, which would train on 0 and 1 instead. */
function checkTakenForClasses(
  { loss, data, architecture }: ResolvedSettings,
  classes: readonly string[],
): void {
  const { type } = (architecture.at(-1) as DenseSpec).activation;
  if (!numberLosses.includes(loss.type) || type === "sigmoid" || type === "softmax") return;
  if (!taskTypes.includes(data.type) || taskOf(data) !== undefined || "classes" in data) return;
  const [first, second] = classes;
  if (classes.length !== 2 || (first === "0" && second === "1")) return;
  if (!classes.every((name) => String(Number(name)) === name)) return;
  throw new ExperimentError(
    `Cannot take the targets ${first} and ${second} for two classes: loss "${loss.type}" after ` +
      `activation "${type}" is for numbers`,
    {
      place: "data.task",
      remedy: 'Set data.task to "regression" to predict the numbers, or to "classification" to ' +
        "tell the two apart",
    },
  );
}

function taskOf(data: ResolvedSettings["data"]): "classification" | "regression" | undefined {
  return "task" in data ? data.task : undefined;
}
