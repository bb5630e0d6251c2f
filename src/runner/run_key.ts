import type { LoadedData } from "../data/mod.ts";
import { initializers } from "../engine/mod.ts";
import { canonicalDigest, canonicalJson, dataPathKeys } from "../experiment/mod.ts";
import type { Run } from "../experiment/types.ts";
import { numericsVersion } from "../numerics/mod.ts";
import { type CheckpointOrigin, encodeSafetensors, sha256Hex } from "../results/mod.ts";
import type { Plan } from "./plan.ts";

type Sources = Pick<Plan, "jobs" | "data" | "weights">;

/**
 * For each job of a plan a digest of all that its result is a function of: settings, seed, data,
 * files that layers start from, numerics version. Left out is what cannot change it: the names of
 * run, variant and experiment, where files lie, backend and workers.
 */
export function runKeys(plan: Sources): string[] {
  return runOrigins(plan).map(({ key }, index) => haltedKey(key, plan.jobs[index]!.run));
}

/**
 * The key of a run that is halted is another than that of the whole run, whose checkpoints it shares.
 *
 * @param key The whole run's.
 */
export function haltedKey(key: string, { stopAfter }: Pick<Run, "stopAfter">): string {
  return stopAfter === undefined ? key : canonicalDigest({ key, stopAfter });
}

/** For each job where its checkpoints belong: its key, were it not halted, and what tells two apart. */
export function runOrigins(plan: Sources): CheckpointOrigin[] {
  const known = origins.get(plan) ?? makeOrigins(plan);
  origins.set(plan, known);
  return known;
}

/** A sweep asks for them more than once. */
const origins = new WeakMap<Sources, CheckpointOrigin[]>();

function makeOrigins({ jobs, data, weights }: Sources): CheckpointOrigin[] {
  const known = new Map<LoadedData, unknown>();
  // Seeds share their settings.
  const parts = new Map<Run["settings"], ReturnType<typeof partsOf>>();
  // What a file is called and what its metadata says changes nothing.
  const digests = new Map(
    [...weights.tensors].map(([path, list]) => [path, sha256Hex(encodeSafetensors(list).bytes)]),
  );
  return jobs.map(({ run, dataKey }) => {
    const loaded = data.get(dataKey)!;
    const content = known.get(loaded) ?? contentOf(loaded);
    known.set(loaded, content);
    const shared = parts.get(run.settings) ?? partsOf(run.settings, { content, digests });
    parts.set(run.settings, shared);
    // Canonical JSON, of which only the seed is another for each of many runs.
    const text = `{"data":${shared.data},"numericsVersion":${numericsVersion},"seed":${run.seed},` +
      `"settings":${shared.settings}}`;
    return {
      key: digestOf(text),
      run: run.name,
      numericsVersion: String(numericsVersion),
      data: shared.dataDigest,
    };
  });
}

function partsOf(
  { data: source, ...settings }: Run["settings"],
  { content, digests }: { content: unknown; digests: ReadonlyMap<string, string> },
) {
  const options = Object.entries(source).filter(([name]) => !dataPathKeys.includes(name));
  const data = canonicalJson({ content, options: Object.fromEntries(options) });
  const dataDigest = digestOf(data);
  return { data, dataDigest, settings: canonicalJson(exactly(settings, digests)) };
}

function digestOf(text: string): string {
  return sha256Hex(new TextEncoder().encode(text));
}

/** Digest of all that a run takes from its data, before it is split and normalised. */
export function contentDigest(loaded: LoadedData): string {
  const known = digests.get(loaded) ?? canonicalDigest(contentOf(loaded));
  digests.set(loaded, known);
  return known;
}

const digests = new WeakMap<LoadedData, string>();

/** The digest has no part in how columns of words are told apart in a model's preprocessing. */
function contentOf({ digest, encoding, imputes }: LoadedData) {
  return { digest, encoding: canonicalDigest(encoding ?? null), imputes };
}

/** Files by their digests, and −0 other than 0, which canonical JSON takes for the same. */
function exactly(value: unknown, digests: ReadonlyMap<string, string>): unknown {
  if (Object.is(value, -0)) return { number: "-0" };
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => exactly(entry, digests));
  const { type, path } = value as { type?: unknown; path?: unknown };
  if (type === initializers.file.name && typeof path === "string") {
    return { type, weights: digests.get(path)! };
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, exactly(entry, digests)]),
  );
}
