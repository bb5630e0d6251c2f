import { z } from "zod";
import { ExperimentError } from "../errors.ts";
import { inputScaleOf, scaleInputs } from "./scaling.ts";
import type { FeatureEncoding, Matrix, Preprocessing } from "./types.ts";

/** Most numbers in a row of inputs. */
export const maximumColumns = 100_000_000;

/** How a column of a table became input columns. */
export const encodingSchema = z.strictObject({
  column: z.string(),
  words: z.exactOptional(z.array(z.string())),
});

const schema = z.strictObject({
  inputShape: z.array(z.int().min(1).max(maximumColumns)).min(1),
  bytes: z.boolean(),
  normalize: z.enum(["unit", "standardize", "none"]),
  mean: z.exactOptional(z.array(z.number())),
  deviation: z.exactOptional(z.array(z.number())),
  encoding: z.exactOptional(z.array(encodingSchema).min(1)),
  classes: z.exactOptional(z.array(z.string()).min(2)),
});

/**
 * Checks what a model file says about its preprocessing.
 *
 * @param value As parsed from JSON.
 * @param file The model file, for messages.
 * @throws {ExperimentError} naming the field that is wrong.
 */
export function parsePreprocessing(value: unknown, file: string): Preprocessing {
  const result = schema.safeParse(value);
  if (!result.success) {
    const { path, message } = result.error.issues[0]!;
    throw refusal(["preprocessing", ...path.map(String)].join("."), { file, problem: message });
  }
  const preprocessing = result.data;
  const problem = findMisfit(preprocessing);
  if (problem) throw refusal(problem[0], { file, problem: problem[1] });
  return preprocessing;
}

/** Numbers in a row of inputs. */
export function columnsOf({ inputShape }: Pick<Preprocessing, "inputShape">): number {
  return inputShape.reduce((product, length) => product * length, 1);
}

/** Input columns that a column of a table becomes. */
export function widthOf({ words }: FeatureEncoding): number {
  return words?.length ?? 1;
}

/**
 * New rows as the network's training rows were given to it, to the bit.
 *
 * @param inputs [rows, columns] As read: neither scaled nor completed.
 * @throws {RangeError} for missing values that nothing is known to put in the place of.
 */
export function preprocess(
  inputs: Matrix,
  preprocessing: Preprocessing,
): { inputs: Matrix; inputScale: number } {
  return {
    inputs: scaleInputs(inputs, preprocessing),
    inputScale: inputScaleOf(inputs, preprocessing),
  };
}

function findMisfit(preprocessing: Preprocessing): [field: string, problem: string] | undefined {
  const { normalize, mean, deviation, encoding } = preprocessing;
  const columns = columnsOf(preprocessing);
  if (columns > maximumColumns) {
    return ["preprocessing.inputShape", `it must be at most ${maximumColumns} numbers`];
  }
  for (const [name, list] of Object.entries({ mean, deviation })) {
    if (list !== undefined && list.length !== columns) {
      return [`preprocessing.${name}`, `it has ${list.length} numbers for ${columns} columns`];
    }
  }
  if (normalize === "standardize" && !(mean && deviation)) {
    return ["preprocessing.normalize", "standardize needs mean and deviation"];
  }
  const encoded = encoding?.reduce((sum, feature) => sum + widthOf(feature), 0);
  if (encoded !== undefined && encoded !== columns) {
    return ["preprocessing.encoding", `it makes ${encoded} of ${columns} columns`];
  }
  return undefined;
}

function refusal(
  place: string,
  { file, problem }: { file: string; problem: string },
): ExperimentError {
  return new ExperimentError(`Cannot use the model's ${place}: ${problem}`, {
    file,
    place,
    remedy: "Give a model that deno task run has written, or train it again",
  });
}
