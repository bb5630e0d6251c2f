import { ExperimentError } from "../errors.ts";
import { excessOf } from "./json_bounds.ts";

/**
 * The value of a JSON text.
 *
 * @throws {ExperimentError} with the line and column of what is no JSON, or where it nests deeper
 * than `maximumDepth` or has more than `maximumContainers`
 */
export function parseJson(text: string, file: string): unknown {
  const json = text.startsWith("\ufeff") ? text.slice(1) : text;
  const excess = excessOf(json);
  if (excess !== undefined) {
    throw new ExperimentError(`Cannot read ${file} as JSON: ${excess}`, {
      file,
      remedy: "Check for brackets that are not closed, and keep data in a file of its own",
    });
  }
  try {
    return JSON.parse(json);
  } catch (error) {
    const { message } = error as SyntaxError;
    throw new ExperimentError(`Cannot read ${file} as JSON: ${reason(message)}`, {
      file,
      place: place(json, message),
    });
  }
}

/** V8's message without the text around the error and its place, which are said apart. */
function reason(message: string): string {
  const short = message
    .replace(/, (\.\.\.)?"[\s\S]* is not valid JSON$/, "")
    .replace(/( in JSON)? at position \d+.*$/, "")
    .replace(/^Unexpected end of JSON input$/, "the text ends in the middle");
  return short.charAt(0).toLowerCase() + short.slice(1);
}

/** The search parses the text some twenty times. */
const longestSearched = 1_000_000;

/** Where the text stops being JSON. V8 says so for some errors only. */
function place(json: string, message: string): string | undefined {
  const at = positionIn(message) ??
    (json.length <= longestSearched ? endOfGoodPart(json) : undefined);
  if (at === undefined) return undefined;
  const before = json.slice(0, at).split("\n");
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

function positionIn(message: string): number | undefined {
  const [, position] = /at position (\d+)/.exec(message) ?? [];
  return position === undefined ? undefined : Number(position);
}

/** Length of the longest start that could still become JSON, by bisection. */
function endOfGoodPart(json: string): number {
  let good = 0;
  let bad = json.length + 1;
  while (bad - good > 1) {
    const middle = good + Math.floor((bad - good) / 2);
    if (couldBecomeJson(json.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function couldBecomeJson(start: string): boolean {
  try {
    JSON.parse(start);
    return true;
  } catch (error) {
    const { message } = error as SyntaxError;
    return /end of JSON input/.test(message) || (positionIn(message) ?? 0) >= start.length;
  }
}
