import {
  type CanonicalExperiment,
  expand,
  experimentOf,
  parseExperiment,
  type ResolvedExperiment,
} from "../experiment/mod.ts";
import { ExperimentError } from "../errors.ts";
import type { Manifest } from "../results/mod.ts";
import { isInShard } from "./shard.ts";

/** Where a manifest is, and what it is read for. */
interface Reading {
  file: string;
  /** Where the experiment file would be: its paths start from there. */
  path: string;
  act: "verify" | "merge";
}

/**
 * The experiment that a manifest records, whose runs are those that it lists.
 *
 * @throws {ExperimentError} The manifest contradicts itself.
 */
export function recordedExperiment(manifest: Manifest, reading: Reading): ResolvedExperiment {
  const experiment = experimentIn(manifest, reading);
  checkRunList(experiment, manifest, reading);
  return experiment;
}

function experimentIn(manifest: Manifest, reading: Reading): ResolvedExperiment {
  let written: unknown;
  try {
    written = experimentOf(manifest.experiment as CanonicalExperiment);
  } catch (error) {
    if (error instanceof TypeError) throw contradiction(reading, "its experiment is none");
    throw error;
  }
  const experiment = expand(parseExperiment(written, reading.file), { file: reading.path });
  if (experiment.digest === manifest.experimentDigest) return experiment;
  throw contradiction(reading, "its experiment reads as another one than was run");
}

function checkRunList(
  { name, runs }: ResolvedExperiment,
  manifest: Manifest,
  reading: Reading,
): void {
  const { shard } = manifest;
  const own = shard === undefined ? runs : runs.filter((_, place) => isInShard(place, shard));
  const list = (all: readonly { name: string; variant: string; seed: number }[]) =>
    JSON.stringify(all.map(({ name, variant, seed }) => [name, variant, seed]));
  if (list(own) !== list(manifest.runs)) {
    throw contradiction(reading, "its runs are not those of its experiment");
  }
  if (name !== manifest.name) {
    throw contradiction(reading, "its name is not that of its experiment");
  }
}

function contradiction({ file, act }: Reading, why: string): ExperimentError {
  return new ExperimentError(`Cannot ${act} ${file}: ${why}`, {
    file,
    remedy: "Get the file back as the run has written it, from git for one",
  });
}
