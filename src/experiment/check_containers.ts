import { ExperimentError } from "../errors.ts";
import { maximumContainers } from "./limits.ts";

/**
 * Refuses JSON whose lists and objects would take a hundred times the memory of its text, before it
 * is read.
 *
 * @throws {ExperimentError}
 */
export function checkContainers(json: string, file: string): void {
  if (countContainers(json) <= maximumContainers) return;
  throw new ExperimentError(
    `Cannot load ${file}: it must have at most ${maximumContainers} lists and objects`,
    { file, remedy: "Keep rows in a file of their own, and name that in data" },
  );
}

/** How many lists and objects a JSON text has, at most: brackets in texts count, too. */
function countContainers(json: string): number {
  let count = 0;
  for (const bracket of ["[", "{"]) {
    for (let at = json.indexOf(bracket); at >= 0; at = json.indexOf(bracket, at + 1)) count++;
  }
  return count;
}
