import { isAbsolute, join, relative } from "@std/path";
import { loadData, type LoadedData, overrideData } from "../data/mod.ts";
import { dataPathKeys } from "../experiment/mod.ts";
import { projectFolder } from "../runner/mod.ts";
import { DamagedData, decodeData, isWanted } from "./data_blob.ts";
import { dataCache } from "./data_cache.ts";
import { type DataSource, Refusal, type Wanted } from "./job.ts";
import { largestData } from "./limits.ts";
import type { Store } from "./store.ts";

export interface FindDataOptions {
  store: Store;
  /** What the worker was told to take, from the working folder. */
  path?: string | undefined;
  /** Where data from the queue is kept. */
  cache: string;
  /** Told once for each data set that `path` is not. */
  onWarning?: (text: string) => void;
}

/** Most data sets that are held at once. */
const mostHeld = 3;

/** How long it is remembered that data is not here, and that it was damaged, in milliseconds. */
const [missingMs, damagedMs] = [10_000, 1000];

/** Data that is nowhere, or that was damaged on its way. */
class NoData extends Refusal {
  constructor(message: string, readonly isDamaged: boolean) {
    super(message);
  }
}

/**
 * Finds data by its digest: where the worker was told, in this checkout, among what came through the
 * queue before, and in the queue.
 *
 * @returns A function that throws {@linkcode Refusal} where the data is nowhere, or is other data.
 */
export function dataFinder(options: FindDataOptions): (wanted: Wanted) => Promise<LoadedData> {
  const held = new Map<string, Promise<LoadedData>>();
  const told = new Set<string>();
  const onWarning = (text: string) => {
    if (!told.has(text)) options.onWarning?.(text);
    told.add(text);
  };
  return (wanted) => {
    // By both: who writes a job may have put together what does not belong together.
    const key = `${wanted.digest} ${wanted.content}`;
    const found = held.get(key) ?? find(wanted, { ...options, onWarning });
    held.delete(key);
    held.set(key, found);
    found.catch((error) => {
      const ms = error instanceof NoData && error.isDamaged ? damagedMs : missingMs;
      setTimeout(() => held.get(key) === found && held.delete(key), ms);
    });
    if (held.size > mostHeld) held.delete(held.keys().next().value!);
    return found;
  };
}

async function find(
  wanted: Wanted,
  { store, path, cache, onWarning }: FindDataOptions,
): Promise<LoadedData> {
  const { digest, content, source } = wanted;
  const tried: string[] = [];
  let isDamaged = false;
  const attempt = async (what: string, load: () => Promise<LoadedData | undefined>) => {
    try {
      const loaded = await load();
      if (loaded === undefined) return undefined;
      if (isWanted(loaded, wanted)) return loaded;
      tried.push(`${what} has digest ${loaded.digest.slice(0, 12)}…`);
    } catch (error) {
      tried.push(`${what}: ${(error as Error).message}`);
    }
    return undefined;
  };
  const kept = dataCache(cache, content);
  const given = await attempt("--data", async () => {
    if (path === undefined || source === undefined) return undefined;
    const options = await overrideData(source.options, path, { folder: Deno.cwd() });
    return await loadData(options, { folder: Deno.cwd() });
  });
  if (given) return given;
  if (path !== undefined && source !== undefined) {
    onWarning?.(
      `Runs want other data than --data: digest ${digest.slice(0, 12)}…, and ${tried[0]}`,
    );
  }
  const found = await attempt("this checkout", async () => {
    const folder = source && folderOf(source);
    return folder === undefined ? undefined : await loadData(source!.options, { folder });
  }) ?? await attempt("what was kept", async () => {
    const bytes = await kept.read();
    return bytes && decodeData(bytes, wanted);
  }) ?? await attempt("the queue", async () => {
    try {
      const bytes = await store.get("data", content, largestData + 0x100_0000);
      if (bytes === undefined) return undefined;
      const loaded = decodeData(bytes, wanted);
      await kept.write(bytes);
      return loaded;
    } catch (error) {
      isDamaged = error instanceof DamagedData || error instanceof RangeError;
      // Who has put it there puts it there again.
      if (isDamaged) await store.remove("data", content);
      throw error;
    }
  });
  if (found) return found;
  const where = tried.length === 0 ? "" : ` (${tried.join("; ")})`;
  throw new NoData(
    `its data, digest ${digest.slice(0, 12)}…, is not here${where}; --data says where it is`,
    isDamaged,
  );
}

/** The folder that paths start from; `undefined` where a job names files outside the project. */
function folderOf({ options, folder }: DataSource): string | undefined {
  const given = options as unknown as Record<string, unknown>;
  const paths = dataPathKeys.flatMap((key) => {
    const value = given[key];
    return typeof value === "object" && value !== null ? Object.values(value) : value ?? [];
  }).map(String);
  if (folder === undefined) return paths.length === 0 ? projectFolder : undefined;
  const start = join(projectFolder, folder);
  const isInside = ["", ...paths].every((path) => {
    const near = relative(projectFolder, join(start, path));
    return !isAbsolute(path) && !near.startsWith("..") && !isAbsolute(near);
  });
  return isInside ? start : undefined;
}
