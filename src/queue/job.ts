import { z } from "zod";
import { type DataOptions, dataSchema, type LoadedData } from "../data/mod.ts";
import { initializers, isNormalization } from "../engine/mod.ts";
import { ExperimentError } from "../errors.ts";
import {
  type CanonicalExperiment,
  canonicalExperiment,
  canonicalJson,
  excessOf,
  expand,
  experimentOf,
  type Member,
  parseExperiment,
  type ResolvedSettings,
  type Run,
} from "../experiment/mod.ts";
import { numericsVersion } from "../numerics/mod.ts";
import { exactJson, parseExactJson, sha256Hex } from "../results/mod.ts";
import { contentDigest } from "../runner/mod.ts";
import { largestJob, longestText } from "./limits.ts";

/** Where a worker may find the data by itself. */
export interface DataSource {
  options: DataOptions;
  /** The experiment file's folder, from the project's; absent where it lies outside. */
  folder?: string | undefined;
}

/** What a job of the queue holds: text, whose digest is the job's id, and what only helps. */
export interface JobData {
  text: string;
  /** What the run is called, for people. */
  run: string;
  source?: DataSource | undefined;
}

/** What a run is trained on, by digests. */
export interface Wanted {
  /** As in manifest.json. */
  digest: string;
  /** With what else a result depends on: how columns were encoded. */
  content: string;
  source?: DataSource | undefined;
}

/** A job as a worker understands it. */
export interface DecodedJob {
  run: Run;
  /** What its checkpoints are found by: the id of the whole run's job, wherever it is to be halted. */
  key: string;
  data: Wanted;
  /** Digests of the weight files that layers start from; they stand in the place of paths. */
  weights: string[];
}

/** A job that this worker cannot take, and another may. */
export class Refusal extends Error {}

const jobFormat = "sameseed-job";

const digest = z.string().regex(/^[\da-f]{64}$/);

const jobSchema = z.strictObject({
  format: z.literal(jobFormat),
  numericsVersion: z.int().min(1),
  data: z.strictObject({ digest, content: digest }),
  stopAfter: z.exactOptional(z.int().min(1)),
  experiment: z.strictObject({
    name: z.literal("job"),
    question: z.literal(""),
    seeds: z.array(z.int().min(0).max(0xffff_ffff)).length(1),
    settings: z.record(z.string(), z.unknown()),
    variants: z.array(
      z.strictObject({ name: z.literal("run"), settings: z.strictObject({}) }),
    ).length(1),
  }),
});

const jobDataSchema = z.strictObject({
  text: z.string().max(largestJob),
  run: z.string().max(longestText),
  source: z.exactOptional(z.strictObject({
    options: z.unknown(),
    folder: z.exactOptional(z.string().max(1000)),
  })),
});

/**
 * A run as data: its canonical settings, seed, digest of the data, numerics version, and where it is to
 * be halted. Names and paths are not in it, so that equal runs are equal jobs.
 *
 * @param weights Digests of the files that layers start from, by path.
 * @returns The job with its id, and the key of its checkpoints; see {@linkcode DecodedJob}.
 * @throws {ExperimentError} It is too large to be sent.
 */
export function encodeJob(
  { name, seed, settings, stopAfter }: Run,
  { loaded, weights }: { loaded: LoadedData; weights: ReadonlyMap<string, string> },
): { id: string; key: string; text: string } {
  const data = { digest: loaded.digest, content: contentDigest(loaded) };
  const experiment = { ...canonicalOf(settings, weights), seeds: [seed] };
  const whole = { format: jobFormat, numericsVersion, data, experiment };
  const text = canonicalJson(stopAfter === undefined ? whole : { ...whole, stopAfter });
  if (text.length <= largestJob) {
    const id = digestOf(text);
    return { id, key: stopAfter === undefined ? id : digestOf(canonicalJson(whole)), text };
  }
  throw new ExperimentError(
    `Cannot send run ${name} through a queue: its settings take ${text.length} characters, ` +
      `more than ${largestJob}`,
    { remedy: "Train it on this machine, without --queue" },
  );
}

/**
 * Understands a job, trusting nothing in it.
 *
 * @throws {Refusal} It is for a worker with another numerics version.
 * @throws {Error} It is no job, or not the one of its id.
 */
export function decodeJob(id: string, data: unknown): DecodedJob {
  const { text, run: name, source } = parse(jobDataSchema, data);
  if (digestOf(text) !== id) throw new Error("its id is not the digest of what it says");
  const { settings, seed, stopAfter, whole, wanted, weights } = understand(text);
  const halted = stopAfter === undefined ? {} : { stopAfter };
  return {
    run: { name, variant: "run", seed, settings, ...halted },
    key: whole === undefined ? id : digestOf(whole),
    data: { ...wanted, ...(source ? { source: parseSource(source) } : {}) },
    weights,
  };
}

/** What the text of a job says. */
interface Understood {
  settings: ResolvedSettings;
  seed: number;
  /** Where it is to be halted, and the text of the whole run's job. */
  stopAfter?: number | undefined;
  whole?: string | undefined;
  wanted: Wanted;
  weights: string[];
}

/** A job's seed as it stands in its text, where nothing else can. */
const seedPlace = /(?<!\\)"seeds":\[(0|[1-9]\d{0,9})\]/g;

/** Jobs that were understood, by their text with 0 as the seed: all seeds of a variant share one. */
const understood = new Map<string, Omit<Understood, "seed">>();

/** How many of them are kept, and the characters of the longest: beyond, a run takes its time anyway. */
const [mostUnderstood, longestUnderstood] = [200, 20_000];

/** @throws {Error} It is no job. */
function understand(text: string): Understood {
  const [place, ...others] = text.matchAll(seedPlace);
  const seed = Number(place?.[1]);
  // Text that has it twice, or one that is too large, is looked at as a whole.
  const isUsual = others.length === 0 && seed <= 0xffff_ffff && text.length <= longestUnderstood;
  const shared = isUsual ? text.replace(seedPlace, '"seeds":[0]') : text;
  const known = isUsual ? understood.get(shared) : undefined;
  // A text that is written as jobs are is so with any other seed.
  if (known && known.whole === undefined) return { ...known, seed };
  const job = readJob(text);
  if (understood.size >= mostUnderstood) understood.clear();
  if (isUsual) understood.set(shared, job);
  return job;
}

function readJob(text: string): Understood {
  const excess = excessOf(text);
  if (excess !== undefined) throw new Error(excess);
  const job = parse(jobSchema, JSON.parse(text));
  // What is left out here, such as a key __proto__, is not left out of the digest.
  if (canonicalJson(job) !== text) throw new Error("it is not written as jobs are");
  if (job.numericsVersion !== numericsVersion) {
    throw new Refusal(
      `it is of numerics version ${job.numericsVersion}, this is ${numericsVersion}`,
    );
  }
  const { seeds: [seed], ...others } = job.experiment;
  const settings = settingsOf(JSON.stringify(others));
  const { stopAfter, ...whole } = job;
  if (stopAfter !== undefined && stopAfter >= settings.epochs) {
    throw new Error(`stopAfter is wrong: ${stopAfter} is not below its ${settings.epochs} epochs`);
  }
  return {
    settings,
    seed: seed!,
    ...(stopAfter === undefined ? {} : { stopAfter, whole: canonicalJson(whole) }),
    wanted: job.data,
    weights: initMembers(settings).flatMap((member) => pathOf(member) ?? []),
  };
}

/** Settings that were checked, by the text of their experiment: seeds share them. */
const checked = new Map<string, ResolvedSettings>();

/** How many of them are kept. */
const mostChecked = 200;

function settingsOf(text: string): ResolvedSettings {
  const known = checked.get(text);
  if (known) return known;
  const experiment = { ...parseExactJson(text) as CanonicalExperiment, seeds: [0] };
  const { runs: [run] } = expand(parseExperiment(experimentOf(experiment), "the job"));
  if (checked.size >= mostChecked) checked.clear();
  checked.set(text, run!.settings);
  return run!.settings;
}

const canonical = new WeakMap<ResolvedSettings, object>();

/** Worked out once for all seeds, which share their settings. */
function canonicalOf(settings: ResolvedSettings, weights: ReadonlyMap<string, string>): object {
  const known = canonical.get(settings);
  if (known) return known;
  const { split, normalize } = settings.data;
  // What stands in the place of the data: it is known by its digest.
  const data = { type: "generated", shape: "xor", split, normalize } as const;
  const experiment = canonicalExperiment({
    name: "job",
    question: "",
    seeds: [],
    variants: [{ name: "run", settings: { ...withDigests(settings, weights), data } }],
  }, undefined);
  // Zeros with a sign are spelled out, which canonical JSON has none of.
  const plain = JSON.parse(exactJson(experiment)) as object;
  canonical.set(settings, plain);
  return plain;
}

function digestOf(text: string): string {
  return sha256Hex(new TextEncoder().encode(text));
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  const place = issue!.path.join(".");
  throw new Error(`${place === "" ? "the job" : place} is wrong: ${issue!.message}`);
}

/** A source that makes no sense is as good as none: the data may be found elsewhere. */
function parseSource({ options, folder }: { options?: unknown; folder?: string }) {
  const { success, data } = dataSchema.safeParse(options);
  return success ? { options: data as DataOptions, ...(folder ? { folder } : {}) } : undefined;
}

function initMembers({ architecture }: ResolvedSettings): Member[] {
  return architecture.flatMap((layer) =>
    isNormalization(layer) ? [] : [layer.init, layer.biasInit]
  );
}

function pathOf({ type, path }: Member): string | undefined {
  return type === initializers.file.name ? String(path) : undefined;
}

function withDigests(
  settings: ResolvedSettings,
  digests: ReadonlyMap<string, string>,
): ResolvedSettings {
  const change = (member: Member): Member => {
    const path = pathOf(member);
    return path === undefined ? member : { ...member, path: digests.get(path)! } as Member;
  };
  const own = <T extends { init: Member; biasInit: Member }>(holder: T): T => ({
    ...holder,
    init: change(holder.init),
    biasInit: change(holder.biasInit),
  });
  return {
    ...own(settings),
    architecture: settings.architecture.map((layer) => isNormalization(layer) ? layer : own(layer)),
  };
}
