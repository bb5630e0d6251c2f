import { join } from "@std/path";
import { RunError } from "../errors.ts";
import type { FileLayer } from "./file_layer.ts";
import { decodeRun } from "./decode_run.ts";
import type { FinishedRun } from "./run_entry.ts";
import { seal, sha256, unseal } from "./sealed.ts";

/** A finished run as bytes, by its key. */
export interface KeyedEntry {
  key: string;
  bytes: Uint8Array;
}

/** Where a finished run is: a file, or a part of one. */
export interface EntryPlace {
  path: string;
  /** Absent for a whole file. */
  part?: { start: number; length: number };
}

interface Head {
  version: 1;
  /** Keys, and how many bytes each takes, in order. */
  runs: [key: string, length: number][];
}

/**
 * Many finished runs as one file, which costs a disk hardly more than one of them. The length of the
 * head in 4 bytes, the head as JSON with its SHA-256 before it, then entry after entry; each has a
 * digest of its own.
 *
 * @returns The file's name is a digest of keys and lengths.
 */
export function encodeGroup(entries: readonly KeyedEntry[]): { name: string; bytes: Uint8Array } {
  const head: Head = { version: 1, runs: entries.map(({ key, bytes }) => [key, bytes.length]) };
  const text = new TextEncoder().encode(JSON.stringify(head));
  const sealed = seal(text);
  let at = 4 + sealed.length;
  const bytes = new Uint8Array(entries.reduce((sum, { bytes }) => sum + bytes.length, at));
  new DataView(bytes.buffer).setUint32(0, sealed.length, true);
  bytes.set(sealed, 4);
  for (const { bytes: entry } of entries) {
    bytes.set(entry, at);
    at += entry.length;
  }
  return { name: `${sha256(text).toHex()}.runs`, bytes };
}

/** Where in a group each run is; `undefined` where that cannot be known any more. */
export function groupParts(
  file: Uint8Array,
): Map<string, NonNullable<EntryPlace["part"]>> | undefined {
  if (file.length < 4) return undefined;
  const headEnd = 4 + new DataView(file.buffer, file.byteOffset).getUint32(0, true);
  const text = unseal(file.subarray(4, headEnd));
  if (text === undefined) return undefined;
  const { version, runs } = JSON.parse(new TextDecoder().decode(text)) as Head;
  if (version !== 1) return undefined;
  const parts = new Map<string, NonNullable<EntryPlace["part"]>>();
  let start = headEnd;
  for (const [key, length] of runs) {
    parts.set(key, { start, length });
    start += length;
  }
  return start === file.length ? parts : undefined;
}

/** The finished runs in a journal's folder, in files of their own or in groups. */
export interface RunEntries {
  /** Where a run is; a file of its own comes before a group. */
  place(key: string): Promise<EntryPlace | undefined>;
  /** The bytes at a place; none where they cannot be read. */
  read(place: EntryPlace): Promise<Uint8Array>;
  /** To be called when a run was put there in a file of its own. */
  addFile(key: string): void;
  /** To be called when a group was put there. */
  addGroup(name: string, bytes: Uint8Array): void;
  /** Keys of the runs in groups, by the group's name. */
  groups(): Promise<Map<string, string[]>>;
}

/**
 * Reads a run that was there before, at once.
 *
 * @throws {RunError} It is not there any more, or not whole.
 */
export function readAgain(
  key: string,
  { place: { path, part }, readPart }: {
    place: EntryPlace;
    readPart: NonNullable<FileLayer["readPart"]>;
  },
): { result: FinishedRun; digest: string } {
  const changed = `Cannot read ${path} any more: it was changed while its run was needed`;
  try {
    const entry = decodeRun(key, readPart(path, part));
    if (entry) return entry;
  } catch (error) {
    throw new RunError(changed, { cause: error });
  }
  throw new RunError(changed);
}

interface Known {
  /** Of files that have one run. */
  names: Set<string>;
  grouped: Map<string, EntryPlace>;
}

/** @param folder Is looked at once, when the first run is asked for; what is added is known from then on. */
export function runEntries(folder: string, files: FileLayer): RunEntries {
  let looked: Promise<Known> | undefined;
  // Runs that are asked for one after the other mostly lie in the same group.
  let last: { path: string; bytes: Promise<Uint8Array> } | undefined;
  // A file that cannot be read is as good as a damaged one: the run is trained again.
  const readFile = (path: string) => files.read(path).catch(() => new Uint8Array());

  async function look(): Promise<Known> {
    const names = await files.list(folder);
    const grouped = new Map<string, EntryPlace>();
    for (const name of names.filter(isGroup)) {
      addParts(grouped, join(folder, name), await readFile(join(folder, name)));
    }
    return { names: new Set(names), grouped };
  }
  const known = () => looked ??= look();
  const add = (act: (known: Known) => void) => void looked?.then(act, () => {});

  return {
    async place(key) {
      const { names, grouped } = await known();
      const path = join(folder, `${key}.run`);
      if (names.has(`${key}.run`) && await files.kind(path) === "file") return { path };
      return grouped.get(key);
    },
    async read({ path, part }) {
      if (part === undefined) return await readFile(path);
      if (last?.path !== path) last = { path, bytes: readFile(path) };
      return (await last.bytes).subarray(part.start, part.start + part.length);
    },
    addFile: (key) => add(({ names }) => names.add(`${key}.run`)),
    addGroup: (name, bytes) => add(({ grouped }) => addParts(grouped, join(folder, name), bytes)),
    async groups() {
      const found = new Map<string, string[]>();
      for (const name of (await files.list(folder)).filter(isGroup)) {
        const parts = groupParts(await readFile(join(folder, name)));
        found.set(name, [...parts?.keys() ?? []]);
      }
      return found;
    },
  };
}

/** Whether a file in a journal is a group. */
export function isGroup(name: string): boolean {
  return /^[0-9a-f]{64}\.runs$/.test(name);
}

function addParts(grouped: Known["grouped"], path: string, file: Uint8Array): void {
  for (const [key, part] of groupParts(file) ?? []) grouped.set(key, { path, part });
}
