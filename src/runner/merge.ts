import { basename, dirname, join, resolve } from "@std/path";
import type { LoadedData } from "../data/mod.ts";
import type { ResolvedExperiment, Run } from "../experiment/mod.ts";
import { ExperimentError } from "../errors.ts";
import {
  type DataRecord,
  type HeldRuns,
  holdRuns,
  type Manifest,
  readShardData,
  readShardRun,
  type RunResult,
  type ShardRecord,
  type SweepResult,
} from "../results/mod.ts";
import { listNames } from "../suggest.ts";
import { decisionBoundary } from "./boundary.ts";
import { checkAgreement } from "./merge_agreement.ts";
import { checkShards } from "./merge_check.ts";
import { projectFolder } from "./plan.ts";
import { recordedExperiment } from "./recorded_experiment.ts";

/** What shards are together. */
export interface Merged {
  /** Its runs are fewer than expected where some are missing and may be. */
  sweep: SweepResult;
  /** The journal's key of each run, by its name. */
  keys: Map<string, string>;
}

/**
 * Puts shards of a sweep together, in any order, to what a sweep of all its runs would be. Runs that
 * are in several of them count once. Neither the data nor the experiment file is needed.
 *
 * @param shards One or more.
 * @param options.allowPartial Whether runs may be missing.
 * @throws {ExperimentError} Shards that do not belong together; missing or damaged runs.
 * @throws {RunError} Runs that came out differently in two shards.
 */
export async function mergeShards(
  shards: readonly ShardRecord[],
  { allowPartial = false }: { allowPartial?: boolean } = {},
): Promise<Merged> {
  await checkShards(shards);
  const experiments = shards.map(experimentOf);
  const [experiment, { manifest }] = [experiments[0]!, shards[0]!];
  const places = placesOf(shards);
  await checkAgreement(places);
  const { runs, damaged } = await readRuns(experiment, places);
  if (runs.length < experiment.runs.length && !allowPartial) {
    throw incomplete(experiment, { shards, places, damaged });
  }
  const records = recordsOf(manifest, experiment);
  const recordOf = recordIndex(manifest);
  const sets = await readShardData(shards);
  const loadedOf = (run: Run): LoadedData | undefined => sets[recordOf.get(run.variant)!];
  const sweep: SweepResult = {
    experiment,
    source: manifest.source,
    runs,
    data: records,
    loaded: new Map(
      runs.flatMap(({ run }) => {
        const loaded = loadedOf(run);
        return loaded ? [[run.name, loaded]] : [];
      }),
    ),
    initialWeights: manifest.initialWeights ?? [],
    lockDigest: manifest.lockDigest,
    numericsVersion: manifest.numericsVersion,
    command: manifest.command,
    expectedRuns: experiment.runs.length,
    environment: { shards: shards.length },
  };
  const boundary = runs.length < experiment.runs.length ? undefined : decisionBoundary({
    jobs: experiment.runs.map((run) => ({ run, dataKey: String(recordOf.get(run.variant)) })),
    data: new Map(sets.flatMap((set, record) => set ? [[String(record), set]] : [])),
  }, runs);
  const keys = new Map([...places].map(([name, [{ shard, index }]]) => [
    name,
    shard.manifest.runs[index]!.key,
  ]));
  return { sweep: { ...sweep, ...(boundary ? { boundary } : {}) }, keys };
}

function experimentOf({ place, manifest }: ShardRecord): ResolvedExperiment {
  const source = resolve(projectFolder, manifest.source);
  return recordedExperiment(manifest, {
    file: join(place, "manifest.json"),
    path: join(dirname(source), basename(source)),
    act: "merge",
  });
}

/** A run in a shard's list. */
export interface ShardPlace {
  shard: ShardRecord;
  /** In `manifest.runs`. */
  index: number;
}

/** Where each run is, by its name. */
export type Places = Map<string, [ShardPlace, ...ShardPlace[]]>;

function placesOf(shards: readonly ShardRecord[]): Places {
  const places: Places = new Map();
  for (const shard of shards) {
    for (const [index, { name }] of shard.manifest.runs.entries()) {
      const known = places.get(name);
      if (known) known.push({ shard, index });
      else places.set(name, [{ shard, index }]);
    }
  }
  return places;
}

/** Of each run the first entry that is whole; damaged are those of which none is. */
async function readRuns(
  { runs }: ResolvedExperiment,
  places: Places,
): Promise<{ runs: RunResult[]; damaged: string[] }> {
  const results: RunResult[] = [];
  const damaged: string[] = [];
  const held = holdRuns();
  for (const run of runs) {
    const there = places.get(run.name);
    if (there === undefined) continue;
    const result = await firstWhole(run, there, held);
    if (result) results.push(result);
    else damaged.push(run.name);
  }
  return { runs: results, damaged };
}

async function firstWhole(
  run: Run,
  places: readonly ShardPlace[],
  held: HeldRuns,
): Promise<RunResult | undefined> {
  for (const { shard, index } of places) {
    const found = await readShardRun(shard, index);
    if (found.state !== "finished") continue;
    return held.hold({ run, ...found.result }, found.again);
  }
  return undefined;
}

/** Names what is missing, and what to type for it. */
function incomplete(
  { runs }: ResolvedExperiment,
  { shards, places, damaged }: {
    shards: readonly ShardRecord[];
    places: Places;
    damaged: readonly string[];
  },
): ExperimentError {
  const [{ manifest: { command, shard: { of } } }] = shards as [ShardRecord];
  const missing = [...runs.keys()].filter((place) => !places.has(runs[place]!.name));
  const isEven = shards.every(({ manifest }) => manifest.shard.of === of);
  const absent = isEven ? [...new Set(missing.map((place) => place % of + 1))].sort(ascending) : [];
  const commands: string[] = [];
  const parts: string[] = [];
  if (missing.length > 0) {
    const which = absent.length > 0 ? `, all of shard ${listNames(absent.map(String))}` : "";
    const names = listNames(missing.map((place) => runs[place]!.name));
    parts.push(`${missing.length} of ${runs.length} runs are missing${which}: ${names}`);
    for (const index of absent) commands.push(`${command} --shard ${index}/${of}`);
  }
  if (damaged.length > 0) {
    const owners = new Set(damaged.flatMap((name) => places.get(name)!.map(({ shard }) => shard)));
    const where = [...owners].map(({ place }) => place);
    parts.push(
      `${damaged.length} of ${runs.length} runs are missing or damaged in .journal of ` +
        `${listNames(where)}: ${listNames(damaged)}`,
    );
    for (const { place, manifest: { shard } } of owners) {
      commands.push(`${command} --shard ${shard.index}/${shard.of} --resume --out ${place}`);
    }
  }
  const trains = commands.length > 0
    ? `Train them (${commands.slice(0, 3).join("; ")}${commands.length > 3 ? "; …" : ""})`
    : "Give the shards that have them";
  return new ExperimentError(`Cannot merge: ${parts.join("; ")}`, {
    remedy: `${trains}, or give --allow-partial for what there is`,
  });
}

function ascending(a: number, b: number): number {
  return a - b;
}

function recordsOf({ data }: Manifest, { runs }: ResolvedExperiment): DataRecord[] {
  const settings = new Map(runs.map((run) => [run.variant, run.settings.data]));
  return data.map(({ variants, digest, rows, inputShape, classes }) => ({
    settings: settings.get(variants[0]!)!,
    digest,
    rows: rows,
    inputShape,
    ...(classes ? { classes } : {}),
  }));
}

/** The place of a variant's data among the records. */
function recordIndex({ data }: Manifest): Map<string, number> {
  return new Map(
    data.flatMap(({ variants }, index) => variants.map((variant) => [variant, index] as const)),
  );
}
