import { canonicalJson } from "../experiment/canonical.ts";
import type { DataRecord, RunResult, SweepResult } from "./types.ts";

/** Raised when manifest.json changes its shape. */
export const manifestVersion = 1;

/** What manifest.json holds. */
export interface Manifest {
  formatVersion: number;
  name: string;
  /** The experiment file relative to the project. */
  source: string;
  command: string;
  numericsVersion: number;
  /** SHA-256 (hex) of deno.lock. */
  lockDigest: string;
  /** SHA-256 (hex) of the canonical experiment. */
  experimentDigest: string;
  /** The canonical experiment. */
  experiment: unknown;
  data: {
    /** The variants that it was loaded for; their settings are in the experiment. */
    variants: string[];
    digest: string;
    rows: { train: number; validation?: number; test?: number };
    inputShape: number[];
    classes?: string[];
  }[];
  /** Files that layers start from, relative to the experiment file; absent where none does. */
  initialWeights?: { path: string; digest: string }[];
  runs: {
    name: string;
    variant: string;
    seed: number;
    status: string;
    epochs: number;
    weightsSha256: string;
  }[];
}

/**
 * The text of manifest.json: all that is needed to get the results again, and nothing about the
 * machine, the date or absolute places.
 *
 * @param sweep The finished runs.
 * @param weightsDigests `weights_sha256` of each run by its name.
 */
export function manifestJson(
  sweep: SweepResult,
  weightsDigests: ReadonlyMap<string, string>,
): string {
  const { experiment, data, runs, initialWeights = [] } = sweep;
  const manifest: Manifest = {
    formatVersion: manifestVersion,
    name: experiment.name,
    source: sweep.source,
    command: sweep.command,
    numericsVersion: sweep.numericsVersion,
    lockDigest: sweep.lockDigest,
    experimentDigest: experiment.digest,
    experiment: plain(experiment.canonical),
    data: data.map(({ settings, digest, rows, inputShape, classes }) => ({
      variants: variantsWith(settings, runs),
      digest,
      rows,
      inputShape,
      ...(classes === undefined ? {} : { classes }),
    })),
    ...(initialWeights.length === 0 ? {} : { initialWeights }),
    runs: runs.map(({ run, status, epochs }) => ({
      name: run.name,
      variant: run.variant,
      seed: run.seed,
      status,
      epochs,
      weightsSha256: weightsDigests.get(run.name) ?? "",
    })),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function variantsWith(settings: DataRecord["settings"], runs: readonly RunResult[]): string[] {
  const json = canonicalJson(settings);
  const found = runs.filter(({ run }) => canonicalJson(run.settings.data) === json);
  return [...new Set(found.map(({ run }) => run.variant))];
}

/** Keys in one order, whoever wrote them. */
function plain(value: unknown): unknown {
  return JSON.parse(canonicalJson(value));
}
