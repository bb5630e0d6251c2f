import { ExperimentError } from "../errors.ts";
import { unknownName } from "../suggest.ts";

/**
 * An option's value as one of a closed set.
 *
 * @throws {ExperimentError} when it is none of them
 */
export function oneOf<const T extends string>(
  option: string,
  text: string,
  allowed: readonly T[],
): T {
  const known = allowed.find((name) => name === text);
  if (known !== undefined) return known;
  throw new ExperimentError(unknownName(option, text, allowed), { place: `--${option}` });
}
