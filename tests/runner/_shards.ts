import { join } from "@std/path";
import { canonicalDigest } from "../../src/experiment/mod.ts";
import {
  readShard,
  type RunResult,
  type ShardManifest,
  writeResults,
} from "../../src/results/mod.ts";
import { mergeShards, type Plan, shardPlan } from "../../src/runner/mod.ts";
import { directExecutor, planOf, session, small } from "./_sweeps.ts";

/** Two variants, three seeds. */
export const six = { ...small, seeds: [1, 2, 3] };

/** Calls with a folder of its own, which is removed after it. */
export async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "sameseed-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

export interface ShardOptions {
  /** What training gives in the place of what it gives. */
  change?: (result: RunResult) => RunResult;
}

/** Trains a shard into a folder. */
export async function train(
  plan: Plan,
  folder: string,
  { index, of, change }: { index: number; of: number } & ShardOptions,
): Promise<string> {
  const part = shardPlan(plan, { index, of });
  const executor = directExecutor(part);
  await session(part, {
    folder,
    executor: change === undefined ? executor : {
      ...executor,
      train: (jobs, events) =>
        executor.train(jobs, {
          ...events,
          onDone: (at, result) => events.onDone?.(at, change(result)),
        }),
    },
  });
  return folder;
}

/** All shards of an experiment, each in a folder below one. */
export async function trainAll(folder: string, of: number, experiment = six): Promise<string[]> {
  const plan = await planOf(experiment);
  const places = [];
  for (let index = 1; index <= of; index++) {
    places.push(await train(plan, join(folder, `${index}-of-${of}`), { index, of }));
  }
  return places;
}

/** Merges folders into one, as the command does. */
export async function merge(places: readonly string[], folder: string): Promise<void> {
  const shards = [];
  for (const place of places) shards.push(await readShard(place));
  const { sweep } = await mergeShards(shards);
  await writeResults(folder, sweep, {
    draw: (specification) => Promise.resolve(`<svg>${JSON.stringify(specification).length}</svg>`),
  });
}

/** Every file of results that must be the same, by its path. */
export async function bytesOf(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const below of ["", "models"]) {
    for (const { name, isFile } of Deno.readDirSync(join(folder, below))) {
      if (!isFile || name === "environment.json" || name === "timing.csv") continue;
      files.set(join(below, name), (await Deno.readFile(join(folder, below, name))).toHex());
    }
  }
  return new Map([...files].sort());
}

/** Writes a manifest that says something else, as if a program had written it so. */
export async function alterManifest(
  place: string,
  change: (manifest: ShardManifest) => void,
): Promise<void> {
  const path = join(place, "manifest.json");
  const { manifestDigest: _, ...manifest } = JSON.parse(await Deno.readTextFile(path));
  change(manifest);
  const whole = { ...manifest, manifestDigest: canonicalDigest(manifest) };
  await Deno.writeTextFile(path, `${JSON.stringify(whole, null, 2)}\n`);
}
