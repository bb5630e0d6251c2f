import { join } from "@std/path";
import type { LoadedData } from "../data/types.ts";
import { ExperimentError, RunError } from "../errors.ts";
import { readError } from "./file_errors.ts";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import type { Manifest } from "./manifest.ts";
import { examplesFile, journalFolder } from "./paths.ts";
import { locateFiles, parseManifest } from "./read_results.ts";
import { decodeRun } from "./decode_run.ts";
import type { FinishedRun } from "./run_entry.ts";
import { readAgain, type RunEntries, runEntries } from "./run_groups.ts";
import { sha256Hex } from "./sha256.ts";
import { addExamples } from "./shard_examples.ts";
import { checkManifest } from "./trusted_manifest.ts";
import type { Shard } from "./types.ts";

/** The manifest of a shard. */
export type ShardManifest = Manifest & {
  shard: Shard;
  runs: (Manifest["runs"][number] & { key: string; resultDigest: string })[];
};

/** The folder of a shard, whose manifest is whole. */
export interface ShardRecord {
  /** As the user named it. */
  place: string;
  manifest: ShardManifest;
}

export interface ReadOptions {
  files?: FileLayer;
}

/**
 * Reads the manifest of a folder that `run --shard` has written. Whether it fits this program and the
 * other shards is not looked at yet.
 *
 * @throws {ExperimentError} No such folder, or one whose runs have not all been trained.
 */
export async function readShard(
  place: string,
  { files = denoFiles }: ReadOptions = {},
): Promise<ShardRecord> {
  const file = join(place, "manifest.json");
  try {
    const kind = await files.kind(place);
    if (kind === undefined) throw new Deno.errors.NotFound();
    const path = kind === "folder"
      ? (await locateFiles(place, files, ["manifest.json"])).get("manifest.json")
      : undefined;
    if (path === undefined) throw await withoutManifest(place, files);
    const bytes = await files.read(path);
    const manifest = parseManifest(bytes, file);
    checkManifest(manifest, { file, bytes, act: "merge" });
    if (manifest.shard === undefined) throw wholeResults(place);
    const bare = manifest.runs.findIndex(({ key, resultDigest }) => !(key && resultDigest));
    if (bare !== -1) {
      throw new ExperimentError(`Cannot merge ${file}: its "runs.${bare}" has no key`, { file });
    }
    return { place, manifest: manifest as ShardManifest };
  } catch (error) {
    throw error instanceof ExperimentError ? error : readError(place, error);
  }
}

async function withoutManifest(place: string, files: FileLayer): Promise<ExperimentError> {
  const isBegun = await files.kind(join(place, journalFolder)) === "folder";
  return new ExperimentError(`Cannot merge ${place}: there is no manifest.json in it`, {
    file: place,
    remedy: isBegun
      ? "Its sweep never ended: type its command again, which trains what is missing"
      : "Give folders that deno task run EXPERIMENT --shard 1/4 and so on have written",
  });
}

function wholeResults(place: string): ExperimentError {
  return new ExperimentError(`Cannot merge ${place}: it is no shard but whole results`, {
    file: place,
    remedy: "Give folders that deno task run EXPERIMENT --shard 1/4 and so on have written",
  });
}

/** What the journal of a shard has of a run. */
export type ShardRun =
  /** @property again Reads it once more, at once. */
  | { state: "finished"; result: FinishedRun; again: () => FinishedRun }
  | { state: "missing" }
  /** It is damaged, or is no more what the manifest says. */
  | { state: "damaged" };

/** Where the runs of a shard are, looked up once. */
const entriesOf = new WeakMap<ShardRecord, RunEntries>();

/**
 * Reads a finished run of a shard as it was trained, and compares it with what the shard's manifest
 * says of it.
 */
export async function readShardRun(
  shard: ShardRecord,
  index: number,
  { files = denoFiles }: ReadOptions = {},
): Promise<ShardRun> {
  const { place: folder, manifest } = shard;
  const { key, resultDigest } = manifest.runs[index]!;
  try {
    const entries = entriesOf.get(shard) ?? runEntries(join(folder, journalFolder), files);
    entriesOf.set(shard, entries);
    const place = await entries.place(key);
    if (place === undefined) return { state: "missing" };
    const entry = decodeRun(key, await entries.read(place));
    if (entry?.digest !== resultDigest) return { state: "damaged" };
    const again = () => {
      const { digest, result } = readAgain(key, { place, readPart: denoFiles.readPart! });
      if (digest === resultDigest) return result;
      throw new RunError(`Cannot read ${place.path} any more: it was changed while it was merged`);
    };
    return { state: "finished", result: entry.result, again };
  } catch {
    return { state: "damaged" }; // what cannot be read is as good as damaged
  }
}

/**
 * What result files show of the data, from all shards.
 *
 * @returns one for each of the sweep's data records; see `addExamples` for what it lacks.
 * @throws {ExperimentError} One of the files is missing or damaged.
 */
export async function readShardData(
  shards: readonly ShardRecord[],
  { files = denoFiles }: ReadOptions = {},
): Promise<(LoadedData | undefined)[]> {
  const sets: (LoadedData | undefined)[] = [];
  for (const { place, manifest } of shards) {
    const path = (await locateFiles(place, files, [examplesFile])).get(examplesFile);
    const bytes = path === undefined ? undefined : await files.read(path).catch(() => undefined);
    const isRecorded = bytes !== undefined && sha256Hex(bytes) === manifest.files[examplesFile];
    if (isRecorded && addExamples(sets, bytes)) continue;
    const file = join(place, examplesFile);
    const what = path === undefined ? "is missing" : "is not what the run has written";
    throw new ExperimentError(`Cannot merge ${place}: its ${examplesFile} ${what}`, {
      file,
      remedy: "Copy the whole folder again, or type the shard's command again",
    });
  }
  return sets;
}
