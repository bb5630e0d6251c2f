import { dirname, isAbsolute, join, relative } from "@std/path";
import { loadData, type LoadedData, overrideData } from "../data/mod.ts";
import { dataPathKeys } from "../experiment/mod.ts";
import { projectFolder } from "../runner/mod.ts";
import { decodeData, isWanted } from "./data_blob.ts";
import { type DataSource, Refusal, type Wanted } from "./job.ts";
import { largestData } from "./limits.ts";
import type { Store } from "./store.ts";

export interface FindDataOptions {
  store: Store;
  /** What the worker was told to take, from the working folder. */
  path?: string | undefined;
  /** Where data from the queue is kept. */
  cache: string;
}

/** Most data sets that are held at once. */
const mostHeld = 3;

/** How long it is remembered that data is not here, in milliseconds. */
const missingMs = 10_000;

/**
 * Finds data by its digest: where the worker was told, in this checkout, among what came through the
 * queue before, and in the queue.
 *
 * @returns A function that throws {@linkcode Refusal} where the data is nowhere, or is other data.
 */
export function dataFinder(options: FindDataOptions): (wanted: Wanted) => Promise<LoadedData> {
  const held = new Map<string, Promise<LoadedData>>();
  return (wanted) => {
    // By both: who writes a job may have put together what does not belong together.
    const key = `${wanted.digest} ${wanted.content}`;
    const found = held.get(key) ?? find(wanted, options);
    held.delete(key);
    held.set(key, found);
    found.catch(() => {
      setTimeout(() => held.get(key) === found && held.delete(key), missingMs);
    });
    if (held.size > mostHeld) held.delete(held.keys().next().value!);
    return found;
  };
}

async function find(wanted: Wanted, { store, path, cache }: FindDataOptions): Promise<LoadedData> {
  const { digest, content, source } = wanted;
  const tried: string[] = [];
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
  const file = join(cache, `${content}.data`);
  const found = await attempt("--data", async () => {
    if (path === undefined || source === undefined) return undefined;
    const options = await overrideData(source.options, path, { folder: Deno.cwd() });
    return await loadData(options, { folder: Deno.cwd() });
  }) ?? await attempt("this checkout", async () => {
    const folder = source && folderOf(source);
    return folder === undefined ? undefined : await loadData(source!.options, { folder });
  }) ?? await attempt("what was kept", async () => {
    const bytes = await Deno.readFile(file).catch(() => undefined);
    return bytes && decodeData(bytes, wanted);
  }) ?? await attempt("the queue", async () => {
    const bytes = await store.get("data", content, largestData + 0x100_0000);
    if (bytes === undefined) return undefined;
    const loaded = decodeData(bytes, wanted);
    await keep(file, bytes);
    return loaded;
  });
  if (found) return found;
  const where = tried.length === 0 ? "" : ` (${tried.join("; ")})`;
  throw new Refusal(
    `its data, digest ${digest.slice(0, 12)}…, is not here${where}; --data says where it is`,
  );
}

/** Keeps what came over the network; where nothing can be written, it comes again next time. */
async function keep(file: string, bytes: Uint8Array): Promise<void> {
  const draft = `${file}.${crypto.randomUUID()}`;
  try {
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeFile(draft, bytes);
    await Deno.rename(draft, file);
  } catch {
    await Deno.remove(draft).catch(() => {});
  }
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
