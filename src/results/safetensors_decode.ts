import { ExperimentError } from "../errors.ts";
import { excessOf } from "../experiment/mod.ts";
import { shorten } from "../suggest.ts";
import { duplicateKey } from "./duplicate_key.ts";
import type { Tensor } from "./types.ts";

/** What a safetensors file holds. */
export interface DecodedTensors {
  metadata: Record<string, string>;
  /** In the order of their place in the file. */
  tensors: Tensor[];
}

/** Largest header that is read, in bytes: what the format itself allows. */
export const longestHeader = 100_000_000;

/** The most texts in the metadata; a model of ours has 9. */
const maximumMetadata = 10_000;

/** The most dimensions of a tensor; a network's weights have 1 or 2. */
const maximumDimensions = 64;

/** Bytes of a value. */
const sizes: Readonly<Record<string, number>> = { F32: 4, F64: 8 };

interface Entry {
  name: string;
  shape: number[];
  dtype: string;
  start: number;
  end: number;
}

/**
 * Reads a safetensors file, trusting nothing in it: lengths, the header's shape, each tensor's
 * type, shape and place are checked before a value is read; tensors must follow each other without
 * gap or overlap and fill the file. Values in double precision (F64) are rounded to float32.
 *
 * @param bytes The whole file.
 * @param options.file The file's name, for the error.
 * @throws {ExperimentError} Anything wrong with the file, or a tensor of other numbers.
 *
 * Source: https://huggingface.co/docs/safetensors, "Format".
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  options: { file?: string } = {},
): DecodedTensors {
  try {
    return decode(bytes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { file = "the file" } = options;
    throw new ExperimentError(`Cannot read ${file} as safetensors: ${error.message}`, {
      file: options.file,
      remedy: "Give a whole, undamaged .safetensors file with tensors of float32 or float64",
    });
  }
}

class Refusal extends Error {}

function decode(bytes: Uint8Array): DecodedTensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { metadata, entries } = readHeader(bytes, view);
  entries.sort((a, b) => a.start - b.start || a.end - b.end);
  const dataStart = 8 + view.getUint32(0, true);
  let expected = 0;
  for (const { name: whole, start, end } of entries) {
    const name = shorten(whole);
    if (start < expected) throw new Refusal(`"${name}" overlaps the tensor before it`);
    if (start > expected) throw new Refusal(`there is a gap before "${name}"`);
    expected = end;
  }
  if (dataStart + expected !== bytes.length) {
    throw new Refusal(
      `the header describes ${expected} bytes of data, the file has ${bytes.length - dataStart}`,
    );
  }
  const tensors = entries.map(({ name, shape, dtype, start, end }) => {
    const size = sizes[dtype]!;
    const values = new Float32Array((end - start) / size);
    for (let i = 0, at = dataStart + start; i < values.length; i++, at += size) {
      values[i] = size === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true);
    }
    return { name, shape, values };
  });
  return { metadata, tensors };
}

function readHeader(bytes: Uint8Array, view: DataView) {
  if (bytes.length < 8) throw new Refusal(`the file has ${bytes.length} bytes, fewer than 8`);
  const length = view.getUint32(0, true);
  if (view.getUint32(4, true) !== 0 || length > longestHeader) {
    throw new Refusal(`the header is longer than ${longestHeader} bytes`);
  }
  if (8 + length > bytes.length) {
    throw new Refusal(`the header has ${length} bytes, the file only ${bytes.length - 8} after it`);
  }
  const text = headerText(bytes.subarray(8, 8 + length));
  const header = parseHeader(text);
  const entries: Entry[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(header)) {
    if (name === "__metadata__") metadata = checkMetadata(value);
    else entries.push(checkEntry(name, value));
  }
  return { metadata, entries };
}

function headerText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal("the header is not UTF-8 text");
  }
}

function parseHeader(text: string): Record<string, unknown> {
  // The header, an entry, its shape.
  const excess = excessOf(text, { depth: 3 });
  if (excess !== undefined) throw new Refusal(`of the header: ${excess}`);
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    throw new Refusal("the header is not JSON");
  }
  if (!text.startsWith("{") || !isObject(header)) throw new Refusal("the header is not an object");
  // JSON.parse silently keeps the last of two equal keys.
  const twice = duplicateKey(text);
  if (twice !== undefined) throw new Refusal(`the header has "${shorten(twice)}" twice`);
  return header;
}

function checkMetadata(value: unknown): Record<string, string> {
  if (!isObject(value)) throw new Refusal("its metadata is not an object");
  const metadata: Record<string, string> = {};
  const entries = Object.entries(value);
  if (entries.length > maximumMetadata) {
    throw new Refusal(`its metadata has ${entries.length} texts, over ${maximumMetadata}`);
  }
  for (const [key, text] of entries) {
    if (typeof text !== "string") throw new Refusal(`its metadata "${shorten(key)}" is not a text`);
    Object.defineProperty(metadata, key, { value: text, enumerable: true });
  }
  return metadata;
}

function checkEntry(whole: string, value: unknown): Entry {
  const name = shorten(whole);
  if (!isObject(value)) throw new Refusal(`"${name}" is not an object`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== "string" || !Object.hasOwn(sizes, dtype)) {
    throw new Refusal(
      `"${name}" has dtype ${
        shorten(JSON.stringify(dtype) ?? "undefined")
      }, only "F32" and "F64" are read`,
    );
  }
  if (!isSizes(shape) || shape.length > maximumDimensions) {
    throw new Refusal(`"${name}" has no valid shape`);
  }
  if (!isSizes(offsets) || offsets.length !== 2) {
    throw new Refusal(`"${name}" has no valid data_offsets`);
  }
  const [start, end] = offsets as [number, number];
  const size = shape.reduce((product, length) => product * length, sizes[dtype]!);
  if (end - start !== size) {
    throw new Refusal(`"${name}" takes ${end - start} bytes, its shape needs ${size}`);
  }
  return { name: whole, shape, dtype, start, end };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) &&
    value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
