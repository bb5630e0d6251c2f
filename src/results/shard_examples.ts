import { parseDataFacts } from "../data/data_facts.ts";
import type { LoadedData, Part } from "../data/types.ts";
import { canonicalJson } from "../experiment/canonical.ts";
import { joined } from "./joined.ts";
import { exactJson, parseExactJson, seal, unseal } from "./sealed.ts";
import { type PartName, partNames, type RunResult, type SweepResult } from "./types.ts";

/** Raise it when the same rows would be written down otherwise. */
const version = 1;

/** Data as it was loaded but for its rows, and which of them follow. */
interface SetHead extends Omit<LoadedData, "parts"> {
  parts: Partial<Record<PartName, PartHead>>;
}

interface PartHead {
  rows: number;
  columns: number;
  targetColumns: number;
  /** Whether inputs are whole numbers from 0 to 255. */
  isBytes: boolean;
  /** Places of the rows that follow, targets left out; absent where all follow with theirs. */
  kept?: number[];
  /** Of the rows that follow. */
  names?: string[];
  lines?: number[];
}

interface Head {
  version: number;
  /** For each of the sweep's data records; `null` where no run of the shard uses it. */
  sets: (SetHead | null)[];
}

/**
 * What result files show of the data, so that they can be written where the data is not: the rows
 * that mistakes were made with, and all rows where a picture shows them as points of a plane. The
 * SHA-256 of what follows as 32 bytes, the length of a JSON text in 4 bytes, the text, the rows.
 */
export function encodeExamples(sweep: SweepResult): Uint8Array<ArrayBuffer> {
  const byData = Map.groupBy(sweep.runs, ({ run }) => run.settings.data);
  const byJson = Map.groupBy(byData, ([settings]) => canonicalJson(settings));
  const sections: Uint8Array[] = [];
  const sets = sweep.data.map(({ settings }): SetHead | null => {
    const runs = (byJson.get(canonicalJson(settings)) ?? []).flatMap(([, runs]) => runs);
    const loaded = sweep.loaded?.get(runs[0]?.run.name ?? "");
    if (loaded === undefined) return null;
    const { parts, ...rest } = loaded;
    const heads: SetHead["parts"] = {};
    for (const name of partNames) {
      const part = parts[name];
      if (part === undefined) continue;
      const kept = isPlane(loaded) ? undefined : rowsOfMistakes(runs, name);
      heads[name] = headOf(part, kept);
      for (const section of rowsOf(part, kept)) sections.push(section);
    }
    return { ...rest, parts: heads };
  });
  const head: Head = { version, sets };
  const text = new TextEncoder().encode(exactJson(head));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length, true);
  return seal(joined([length, text, ...sections]));
}

/** Data whose picture shows every row: see `decisionBoundary`. */
function isPlane({ parts, classes }: LoadedData): boolean {
  return parts.train.inputs.columns === 2 && classes !== undefined;
}

function rowsOfMistakes(runs: readonly RunResult[], part: PartName): number[] {
  const rows = new Set<number>();
  for (const { answers } of runs) {
    if (answers?.source !== part) continue;
    for (const { row } of answers.mistakes) rows.add(row);
  }
  return [...rows].sort((a, b) => a - b);
}

function headOf({ inputs, targets, names, lines }: Part, kept: number[] | undefined): PartHead {
  return {
    rows: inputs.rows,
    columns: inputs.columns,
    targetColumns: targets.columns,
    isBytes: inputs.values instanceof Uint8Array,
    ...(kept ? { kept } : {}),
    ...(names ? { names: kept ? kept.map((row) => names[row]!) : names } : {}),
    ...(lines ? { lines: kept ? kept.map((row) => lines[row]!) : [...lines] } : {}),
  };
}

function rowsOf({ inputs, targets }: Part, kept: number[] | undefined): Uint8Array[] {
  const { values, columns } = inputs;
  if (kept === undefined) return [bytesOf(values), bytesOf(targets.values)];
  return kept.map((row) => bytesOf(values.subarray(row * columns, (row + 1) * columns)));
}

/** What typed arrays hold is little-endian on every machine that WebAssembly runs on. */
function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/**
 * Adds the rows of a file to what other shards of the same sweep had of the same data.
 *
 * @param sets For each of the sweep's data records; what is not there yet is made, as large as the
 * data itself, with 0 in the rows that no file has.
 * @returns Whether the file is whole.
 */
export function addExamples(sets: (LoadedData | undefined)[], file: Uint8Array): boolean {
  const bytes = unseal(file);
  if (bytes === undefined) return false;
  try {
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    const text = new TextDecoder().decode(bytes.subarray(4, 4 + length));
    const head = parseExactJson(text) as Partial<Head> | null;
    if (head?.version !== version || !Array.isArray(head.sets)) return false;
    let at = 4 + length;
    for (const [record, given] of head.sets.entries()) {
      if (given === null) continue;
      const set = checkSet(given);
      const loaded = sets[record] ??= emptyData(set);
      if (loaded.digest !== set.digest) return false;
      for (const name of partNames) {
        const part = set.parts[name];
        if (part !== undefined) at = addRows(loaded.parts[name]!, part, { bytes, at });
      }
    }
    return at === bytes.length;
  } catch {
    return false;
  }
}

/** @throws {Error} It is no head of a data set, or one that contradicts itself. */
function checkSet({ parts, digest, ...rest }: SetHead): SetHead {
  const facts = parseDataFacts(rest);
  if (typeof digest !== "string") throw new Error("no digest");
  const columns = facts.inputShape.reduce((product, length) => product * length, 1);
  const heads = partNames.flatMap((name) => parts[name] ? [parts[name]] : []);
  if (parts.train === undefined || heads.length !== Object.keys(parts).length) {
    throw new Error("no or other parts");
  }
  for (const part of heads) checkPart(part, columns);
  return { ...facts, parts, digest };
}

/** Most numbers of a part: pages that nothing is written to take no memory. */
const mostValues = 0x1_0000_0000;

/** Most rows that have names: those take memory. */
const mostNamed = 10_000_000;

function checkPart(part: PartHead, width: number): void {
  const { rows, columns, targetColumns, isBytes, kept, names, lines } = part;
  const count = kept?.length ?? rows;
  const fits = [rows, columns, targetColumns].every(isCount) && columns === width &&
    rows * Math.max(columns, targetColumns) <= mostValues && typeof isBytes === "boolean" &&
    (kept?.every((row, k) => isCount(row) && row < rows && !(row <= kept[k - 1]!)) ?? true) &&
    (names === undefined ||
      rows <= mostNamed && names.length === count && names.every((it) => typeof it === "string")) &&
    (lines === undefined || lines.length === count && lines.every(isCount));
  if (!fits) throw new Error("a part that contradicts itself");
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function emptyData({ parts, ...rest }: SetHead): LoadedData {
  const made = partNames.flatMap((name) => parts[name] ? [[name, emptyPart(parts[name])]] : []);
  return { ...rest, parts: Object.fromEntries(made) };
}

function emptyPart({ rows, columns, targetColumns, isBytes, names, lines }: PartHead): Part {
  const size = rows * columns;
  return {
    inputs: { values: isBytes ? new Uint8Array(size) : new Float32Array(size), rows, columns },
    targets: { values: new Float32Array(rows * targetColumns), rows, columns: targetColumns },
    ...(names ? { names: new Array(rows).fill("") } : {}),
    ...(lines ? { lines: new Uint32Array(rows) } : {}),
  };
}

/** @returns where in the bytes the next part starts */
function addRows(
  { inputs, targets, names, lines }: Part,
  head: PartHead,
  { bytes, at }: { bytes: Uint8Array; at: number },
): number {
  const take = (into: Uint8Array | Float32Array) => {
    const target = bytesOf(into);
    if (at + target.length > bytes.length) throw new Error("fewer rows than it says");
    target.set(bytes.subarray(at, at + target.length));
    at += target.length;
  };
  const { columns, rows: known } = inputs;
  const isSame = columns === head.columns && known === head.rows &&
    targets.columns === head.targetColumns && inputs.values instanceof Uint8Array === head.isBytes;
  if (!isSame) {
    throw new Error("other rows than before");
  }
  if (head.kept === undefined) {
    take(inputs.values);
    take(targets.values);
  }
  for (const row of head.kept ?? []) {
    take(inputs.values.subarray(row * columns, (row + 1) * columns));
  }
  const rows = head.kept ?? Array.from({ length: head.rows }, (_, row) => row);
  rows.forEach((row, k) => {
    if (names && head.names) names[row] = head.names[k]!;
    if (lines && head.lines) lines[row] = head.lines[k]!;
  });
  return at;
}
