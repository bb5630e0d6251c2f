import { canonicalDigest, canonicalJson } from "../experiment/canonical.ts";
import type { Run } from "../experiment/types.ts";
import { type RecordedFile, recordedFiles } from "./paths.ts";
import { encodeRun } from "./run_entry.ts";
import type { DataRecord, RunResult, Shard, SweepResult } from "./types.ts";
import { type TraceText, traceText } from "./weight_trace.ts";

/** Raised when manifest.json changes its shape. */
export const manifestVersion = 3;

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
  /** Where the runs are a part of the experiment's. */
  shard?: Shard;
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
    /** What the weights were on the way there. */
    trace: TraceText;
    /** In a shard: what the journal has it under. */
    key?: string;
    /** In a shard: SHA-256 (hex) of all that result files show of it, weights included. */
    resultDigest?: string;
  }[];
  /** SHA-256 (hex) of each file beside it that has the same bytes everywhere. */
  files: Partial<Record<RecordedFile, string>>;
  /** SHA-256 (hex) of the canonical JSON of all above. */
  manifestDigest: string;
}

/** Digests of what lies beside a manifest. */
export interface RecordedDigests {
  /** `weights_sha256` of each run by its name. */
  weights: ReadonlyMap<string, string>;
  /** SHA-256 (hex) of each file that there is. */
  files: Manifest["files"];
}

/**
 * The text of manifest.json: all that is needed to get the results again, and nothing about the
 * machine, the date or absolute places.
 *
 * @param sweep The finished runs.
 */
export function manifestJson(
  sweep: SweepResult,
  { weights, files }: RecordedDigests,
): string {
  const { experiment, data, runs, initialWeights = [], shard } = sweep;
  const manifest: Omit<Manifest, "manifestDigest"> = {
    formatVersion: manifestVersion,
    name: experiment.name,
    source: sweep.source,
    command: sweep.command,
    numericsVersion: sweep.numericsVersion,
    lockDigest: sweep.lockDigest,
    experimentDigest: experiment.digest,
    experiment: plain(experiment.canonical),
    ...(shard ? { shard: { index: shard.index, of: shard.of } } : {}),
    data: data.map(({ settings, digest, rows, inputShape, classes }) => ({
      variants: variantsWith(settings, experiment.runs),
      digest,
      rows,
      inputShape,
      ...(classes === undefined ? {} : { classes }),
    })),
    ...(initialWeights.length === 0 ? {} : { initialWeights }),
    runs: runs.map((result) => {
      const { run, status, epochs, trace } = result;
      return {
        name: run.name,
        variant: run.variant,
        seed: run.seed,
        status,
        epochs,
        weightsSha256: weights.get(run.name) ?? "",
        trace: traceText(trace),
        ...(shard ? entryOf(result, shard) : {}),
      };
    }),
    files: Object.fromEntries(
      recordedFiles.filter((name) => files[name] !== undefined).map((name) => [name, files[name]]),
    ),
  };
  return manifestText({ ...manifest, manifestDigest: canonicalDigest(manifest) });
}

/** How a manifest is written down. */
function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Whether a text is a manifest as it was once written: its digest is right, and so is every character. */
export function isUntouched(text: string): boolean {
  try {
    const manifest = JSON.parse(text) as Manifest;
    const { manifestDigest, ...rest } = manifest;
    return manifestDigest === canonicalDigest(rest) && manifestText(manifest) === text;
  } catch {
    return false; // no JSON, or with numbers that no JSON of ours has
  }
}

/** Where the whole run is, and how to tell that it is the one. */
function entryOf(
  { run, ...result }: RunResult,
  { keys }: NonNullable<SweepResult["shard"]>,
): { key: string; resultDigest: string } {
  const key = keys.get(run.name)!;
  return { key, resultDigest: encodeRun(key, result).digest };
}

function variantsWith(settings: DataRecord["settings"], runs: readonly Run[]): string[] {
  const json = canonicalJson(settings);
  const found = runs.filter((run) => canonicalJson(run.settings.data) === json);
  return [...new Set(found.map(({ variant }) => variant))];
}

/** Keys in one order, whoever wrote them. */
function plain(value: unknown): unknown {
  return JSON.parse(canonicalJson(value));
}
