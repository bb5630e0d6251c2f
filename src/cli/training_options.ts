import { type BackendName, backendNames } from "../engine/mod.ts";
import { ExperimentError } from "../errors.ts";
import { unknownName } from "../suggest.ts";

/** Seconds of training between two checkpoints of a run, unless said otherwise. */
export const checkpointSeconds = 30;

/**
 * What `--checkpoint` says.
 *
 * @returns milliseconds; `undefined` for no checkpoints
 */
export function readInterval(text = String(checkpointSeconds)): number | undefined {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(seconds)) {
    const allowed = "it must be a number of seconds, 0 or more";
    throw new ExperimentError(`Cannot read --checkpoint as "${text}": ${allowed}`);
  }
  return seconds === 0 ? undefined : 1000 * seconds;
}

/** What `--backend` says. */
export function readBackend(name = "auto"): BackendName {
  const known = backendNames.find((backend) => backend === name);
  if (known) return known;
  throw new ExperimentError(unknownName("backend", name, backendNames));
}
