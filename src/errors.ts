/** Where a user's mistake stands, and what to do about it. */
export interface Mistake {
  /** The file the mistake is in, as the user would name it. */
  file?: string | undefined;
  /** The place in it: `optimizer.learningRate`, `line 12, column "Temp3pm"`. */
  place?: string | undefined;
  /** What to do, as a sentence without a full stop. */
  remedy?: string | undefined;
}

/**
 * What a user's experiment, data or command line got wrong. The command line prints it without a
 * stack trace and ends with exit code 2.
 *
 * @example
 * ```ts
 * import { ExperimentError } from "./errors.ts";
 *
 * const error = new ExperimentError("Cannot read epochs as 0: it must be at least 1", {
 *   file: "experiments/cat.ts",
 *   place: "epochs",
 *   remedy: "Give a whole number of 1 or more",
 * });
 * error.file; // "experiments/cat.ts"
 * ```
 */
export class ExperimentError extends Error {
  override readonly name = "ExperimentError";
  readonly file: string | undefined;
  readonly place: string | undefined;
  readonly remedy: string | undefined;

  constructor(message: string, mistake: Mistake = {}, options?: ErrorOptions) {
    super(message, options);
    this.file = mistake.file;
    this.place = mistake.place;
    this.remedy = mistake.remedy;
  }
}

/**
 * A run that could not be carried out though nothing is wrong with the experiment, such as for want
 * of memory. The command line prints it without a stack trace and ends with exit code 1.
 */
export class RunError extends Error {
  override readonly name = "RunError";
}

/**
 * What the operating system says is wrong, in lower case, without its number and the call.
 *
 * @example
 * ```ts
 * import { systemWords } from "./errors.ts";
 *
 * systemWords(new Error("No space left on device (os error 28): write")); // "no space left on device"
 * ```
 */
export function systemWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const words = message.replace(/ \(os error \d+\).*$/s, "");
  return words.charAt(0).toLowerCase() + words.slice(1);
}
