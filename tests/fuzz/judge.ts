import { ExperimentError, RunError } from "../../src/errors.ts";

/** What is wrong with an error that a reader has thrown; `undefined` if it is right. */
export function judge(error: unknown, name: string): string | undefined {
  const shown = error instanceof Error ? error.stack ?? String(error) : String(error);
  if (!(error instanceof ExperimentError || error instanceof RunError)) return shown;
  const { message } = error;
  const file = error instanceof ExperimentError ? error.file ?? "" : "";
  if (!message.includes(name) && !file.includes(name)) return `It does not name ${name}: ${shown}`;
  if (message.length > longestMessage) return `Its message has ${message.length} characters`;
  return undefined;
}

/** A message that quotes a damaged file at length can't be read by anybody. */
const longestMessage = 4000;
