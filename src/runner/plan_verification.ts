import { basename, dirname, join, resolve } from "@std/path";
import type { LoadContext } from "../data/mod.ts";
import { canonicalJson, type ResolvedExperiment } from "../experiment/mod.ts";
import { ExperimentError } from "../errors.ts";
import type { DataRecord, Manifest, ResultsRecord } from "../results/mod.ts";
import { shorten, unknownName } from "../suggest.ts";
import { type Plan, planExperiment, projectFolder } from "./plan.ts";
import { recordedExperiment } from "./recorded_experiment.ts";
import { shardPlan } from "./shard.ts";

export interface VerificationOptions {
  /** Folder that paths of data start from; the experiment file's place in the project by default. */
  folder?: string | undefined;
  /** Names of variants or runs; all by default. */
  only?: readonly string[] | undefined;
  onProgress?: LoadContext["progress"];
}

/**
 * The sweep that results were made by, from nothing but their manifest, ready to start again. Nothing
 * is cached, and no cache is trusted.
 *
 * @throws {ExperimentError} for a manifest that contradicts itself, for data that is missing or is not
 * what the results were made with, and for names in `only` that there are not.
 */
export async function planVerification(
  { place, manifest }: ResultsRecord,
  options: VerificationOptions = {},
): Promise<Plan> {
  const file = join(place, "manifest.json");
  const source = resolve(projectFolder, manifest.source);
  const folder = options.folder === undefined ? dirname(source) : resolve(options.folder);
  const path = join(folder, basename(source));
  const experiment = recordedExperiment(manifest, { file, path, act: "verify" });
  const chosen = chooseRuns(experiment, options.only);
  const { onProgress } = options;
  const plan = await planExperiment(experiment, {
    file,
    folder,
    source: manifest.source,
    context: onProgress ? { progress: onProgress } : {},
  }).catch((error) => {
    throw options.folder === undefined ? withFolder(error, folder) : error;
  });
  checkData(plan, { manifest, file, folder });
  const { shard } = manifest;
  const part = shard === undefined ? plan : shardPlan(plan, shard);
  return chosen.size === part.jobs.length ? part : somePlan(part, { manifest, chosen });
}

/** Some of the runs: where a search has halted one is not to be found out without the others. */
function somePlan(
  { brackets: _, ...plan }: Plan,
  { manifest, chosen }: { manifest: Manifest; chosen: ReadonlySet<string> },
): Plan {
  const halted = new Map(
    manifest.runs.filter(({ status }) => status === "halted")
      .map(({ name, epochs }) => [name, { stopAfter: epochs }]),
  );
  const jobs = plan.jobs.filter(({ run }) => chosen.has(run.name))
    .map((job) => ({ ...job, run: { ...job.run, ...halted.get(job.run.name) } }));
  return { ...plan, jobs };
}

function chooseRuns(
  { runs }: ResolvedExperiment,
  only: readonly string[] | undefined,
): ReadonlySet<string> {
  if (only === undefined) return new Set(runs.map(({ name }) => name));
  const known = new Set(runs.flatMap(({ name, variant }) => [variant, name]));
  const unknown = only.find((name) => !known.has(name));
  if (unknown !== undefined) {
    const variants = [...new Set(runs.map(({ variant }) => variant))];
    throw new ExperimentError(unknownName("variant", unknown, variants), { place: "--only" });
  }
  const chosen = runs.filter(({ name, variant }) => only.includes(name) || only.includes(variant));
  return new Set(chosen.map(({ name }) => name));
}

/** Results may have been made elsewhere: then somebody has to say where their data is. */
function withFolder(error: unknown, folder: string): unknown {
  if (!(error instanceof ExperimentError)) return error;
  const { message, file, place, remedy } = error;
  const told = `paths start from ${folder}; --folder names another one`;
  return new ExperimentError(
    message,
    { file, place, remedy: remedy === undefined ? told : `${remedy}; ${told}` },
    { cause: error },
  );
}

/** @throws {ExperimentError} The data or the weights to start from are not those of the manifest. */
function checkData(
  { records, weights, experiment }: Plan,
  { manifest, file, folder }: { manifest: Manifest; file: string; folder: string },
): void {
  const refuse = (what: string, { recorded, found }: { recorded: unknown; found: unknown }) => {
    throw new ExperimentError(
      `Cannot verify ${file}: ${what} changed since: ${shorten(text(recorded))} is recorded, ` +
        `${shorten(text(found))} is there now`,
      {
        file,
        place: "data",
        remedy: `Get the data back as it was; paths start from ${folder}, or where --folder says`,
      },
    );
  };
  const facts = ["digest", "rows", "inputShape", "classes"] as const;
  for (const record of records) {
    const variant = variantWith(record, experiment);
    const entry = manifest.data.find(({ variants }) => variants?.includes(variant));
    for (const fact of facts) {
      const [recorded, found] = [entry?.[fact], record[fact]];
      if (text(recorded) !== text(found)) {
        refuse(`the data of variant ${variant}: its ${fact}`, { recorded, found });
      }
    }
  }
  const [recorded, found] = [manifest.initialWeights ?? [], weights.records];
  if (text(recorded) !== text(found)) refuse("the weights to start from", { recorded, found });
}

function variantWith({ settings }: DataRecord, { runs }: ResolvedExperiment): string {
  const json = canonicalJson(settings);
  return runs.find((run) => canonicalJson(run.settings.data) === json)!.variant;
}

function text(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? value : canonicalJson(value);
}
