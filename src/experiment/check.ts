import { ExperimentError } from "../errors.ts";
import { losses } from "../engine/losses/mod.ts";
import { cannotRead, type Problem } from "./problems.ts";
import { scheduleProblems } from "./check_schedule.ts";
import { resolveSettings } from "./resolve.ts";
import type { ResolvedSettings, Settings } from "./types.ts";

/**
 * What is wrong with settings whose parts are all right but don't go together. They must have
 * passed the schema.
 */
export function combinationProblems(settings: Settings): Problem[] {
  return [
    ...lossProblems(settings),
    ...dropoutProblems(settings),
    ...scheduleProblems(settings),
  ];
}

/** A cross-entropy from logits means nothing after another activation than its own. */
function lossProblems(settings: Settings): Problem[] {
  const { loss, architecture } = resolveSettings(settings);
  const member = losses[loss.type as keyof typeof losses] as { requires?: string | undefined };
  const got = architecture.at(-1)!.activation.type;
  if (member.requires === undefined || member.requires === got) return [];
  const last = architecture.length - 1;
  return [{
    path: ["loss"],
    say: (at) =>
      cannotRead({
        at,
        got: loss.type,
        problem: `the last layer must then have activation ${member.requires}, and has ${got}`,
      }),
    remedy: `Set architecture.${last}.activation to "${member.requires}", or choose another loss`,
  }];
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

/** What settings must fit, known once data is loaded. */
export interface DataShape {
  /** Whether there is a validation part, or one is split off. */
  hasValidation?: boolean;
  /** Columns of the targets: 1 for two classes, K for K > 2 classes. */
  targetColumns: number;
  /** Names of the classes; absent for regression. */
  classes?: readonly string[] | undefined;
  /** Smallest and largest target of all parts. */
  targetRange?: readonly [number, number] | undefined;
}

/**
 * Checks that a network's outputs fit the targets they are trained on: one unit for each target
 * column (one for two classes, K for K > 2 classes), and targets between 0 and 1 for binary
 * cross-entropy. And that there is what early stopping and a listening schedule look at.
 *
 * @throws {ExperimentError} with the numbers of both and the remedy
 */
export function checkAgainstData(settings: ResolvedSettings, shape: DataShape): void {
  const last = settings.architecture.length - 1;
  const { units } = settings.architecture[last]!;
  const { targetColumns, classes, targetRange } = shape;
  if (units !== targetColumns) {
    throw new ExperimentError(
      `Cannot read architecture.${last}.units as ${units}: the data has ${describe(shape)}`,
      { place: `architecture.${last}.units`, remedy: unitsRemedy(targetColumns, classes) },
    );
  }
  checkValidation(settings, shape);
  const [low, high] = targetRange ?? [0, 1];
  if (settings.loss.type === "binary-cross-entropy" && (low < 0 || high > 1)) {
    throw new ExperimentError(
      `Cannot read loss as "binary-cross-entropy": the targets go from ${low} to ${high}, ` +
        "and must lie between 0 and 1",
      { place: "loss", remedy: 'Choose loss "squared-error", and a "linear" last layer' },
    );
  }
}

function checkValidation(
  { earlyStopping, schedule }: ResolvedSettings,
  { hasValidation, classes }: DataShape,
): void {
  const remedy = "Split some rows off, as with data.split.validation 0.2";
  if (earlyStopping && !hasValidation) {
    throw new ExperimentError("Cannot use earlyStopping: the data has no validation part", {
      place: "earlyStopping",
      remedy,
    });
  }
  if (earlyStopping?.metric === "accuracy" && classes === undefined) {
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
