import { ExperimentError } from "../errors.ts";
import { shorten } from "../suggest.ts";
import type { ArrayValues, NamedArray } from "./arrays.ts";
import { maximumBytes } from "./shared_arrays.ts";

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // "\x93NUMPY"

/** Types of numbers by NumPy's letter and size; all others are refused. */
const numberTypes: Record<string, (buffer: ArrayBuffer) => ArrayValues> = {
  b1: (buffer) => new Uint8Array(buffer),
  u1: (buffer) => new Uint8Array(buffer),
  u2: (buffer) => new Uint16Array(buffer),
  u4: (buffer) => new Uint32Array(buffer),
  u8: (buffer) => new BigUint64Array(buffer),
  i1: (buffer) => new Int8Array(buffer),
  i2: (buffer) => new Int16Array(buffer),
  i4: (buffer) => new Int32Array(buffer),
  i8: (buffer) => new BigInt64Array(buffer),
  f4: (buffer) => new Float32Array(buffer),
  f8: (buffer) => new Float64Array(buffer),
};

/** The longest header that is read: NumPy itself refuses one of more than 10,000 characters. */
const maximumHeaderBytes = 65_536;

/** The most dimensions that NumPy arrays have. */
const maximumDimensions = 64;

/** The most words that an array may have: each takes about 40 bytes of memory. */
const maximumWords = 50_000_000;

/** What the text at the start of a `.npy` file says. */
interface Header {
  bigEndian: boolean;
  /** Letter of the type: `f`, `i`, `u`, `b` numbers, `U` and `S` words. */
  kind: string;
  itemBytes: number;
  fortranOrder: boolean;
  shape: number[];
  /** Where the values start. */
  offset: number;
}

/**
 * Reads an array in NumPy's format, versions 1.0 to 3.0: truth values, whole numbers of 8 to 64
 * bits, floats of 32 and 64 bits, words (`U`, `S`); either byte order; row-major or column-major.
 *
 * @param bytes The whole file. Nothing larger than it is allocated, twice its size aside.
 * @param source What messages call it.
 * @throws {ExperimentError} If it is anything else, or has too few or too many bytes.
 *
 * Source: NumPy reference, `numpy.lib.format`.
 */
export function parseNpy(
  bytes: Uint8Array,
  source: { file: string; name?: string },
): NamedArray {
  const header = readHeader(bytes, source);
  const { kind, shape, itemBytes, offset } = header;
  const length = shape.reduce((product, size) => product * size, 1);
  const expected = length * itemBytes;
  if (expected !== bytes.length - offset || expected > maximumBytes) {
    throw broken(
      source,
      `shape (${shape.join(", ")}) needs ${expected} bytes and there are ${bytes.length - offset}`,
    );
  }
  if (numberTypes[`${kind}${itemBytes}`] === undefined) {
    checkWords(source, { length, itemBytes });
  }
  const data = bytes.slice(offset);
  if (header.bigEndian) swapBytes(data, kind === "U" ? 4 : itemBytes);
  const ordered = header.fortranOrder ? toRowMajor(data, shape, itemBytes) : data;
  const array: NamedArray = {
    file: source.file,
    name: source.name,
    shape,
    values: valuesOf(ordered, header, length),
  };
  return kind === "b" ? { ...array, truth: true } : array;
}

function readHeader(bytes: Uint8Array, source: { file: string; name?: string }): Header {
  if (magic.some((byte, i) => bytes[i] !== byte)) {
    throw broken(source, "it does not start like an array saved by NumPy");
  }
  const version = bytes[6] ?? 0;
  const start = version === 1 ? 10 : 12;
  if (version < 1 || version > 3) throw broken(source, `its format has version ${version}.0`);
  if (bytes.length < start) throw broken(source, "it ends within its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (headerBytes > maximumHeaderBytes) {
    throw broken(source, `its header has ${headerBytes} bytes, over ${maximumHeaderBytes}`);
  }
  const offset = start + headerBytes;
  if (bytes.length < offset) throw broken(source, "it ends within its header");
  const text = new TextDecoder().decode(bytes.subarray(start, offset));

  const descr = /['"]descr['"]\s*:\s*(?:'([^']*)'|"([^"]*)"|(\[))/.exec(text);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text);
  const shape = /['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/.exec(text);
  if (descr === null || order === null || shape === null) {
    throw broken(source, "its header is not one of an array");
  }
  const sizes = [...shape[1]!.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  if (sizes.length > maximumDimensions) {
    throw broken(source, `it has ${sizes.length} dimensions, over ${maximumDimensions}`);
  }
  return {
    ...readType(descr[1] ?? descr[2] ?? "a record", source),
    fortranOrder: order[1] === "True",
    shape: sizes,
    offset,
  };
}

function readType(descr: string, source: { file: string; name?: string }) {
  const [, endian, kind, digits] = /^([<>|=]?)([a-zA-Z])(\d+)$/.exec(descr) ?? [];
  const words = kind === "U" || kind === "S";
  if (kind === undefined || !(words || `${kind}${digits}` in numberTypes)) {
    throw broken(
      source,
      `values of type ${
        shorten(descr)
      } are not supported. One of: bool, int8 to int64, uint8 to uint64, ` +
        "float32, float64, words",
      "Save it as one of these: numpy.save(path, array.astype(numpy.float32))",
    );
  }
  const itemBytes = kind === "U" ? 4 * Number(digits) : Number(digits);
  return { kind, itemBytes, bigEndian: endian === ">" };
}

function checkWords(
  source: { file: string; name?: string },
  { length, itemBytes }: { length: number; itemBytes: number },
): void {
  // Any number of them would fit into no bytes at all.
  if (itemBytes === 0 && length > 0) throw broken(source, "its words have no letters");
  if (length > maximumWords) throw broken(source, `it has ${length} words, over ${maximumWords}`);
}

function valuesOf(data: Uint8Array<ArrayBuffer>, header: Header, length: number): ArrayValues {
  const { kind, itemBytes } = header;
  const make = numberTypes[`${kind}${itemBytes}`];
  if (make !== undefined) return make(data.buffer);
  return Array.from({ length }, (_, i) => {
    const item = data.subarray(i * itemBytes, (i + 1) * itemBytes);
    return kind === "U" ? decodeUtf32(item) : decodeBytes(item);
  });
}

function decodeUtf32(item: Uint8Array): string {
  const view = new DataView(item.buffer, item.byteOffset, item.byteLength);
  let text = "";
  for (let i = 0; i < item.length; i += 4) {
    const point = view.getUint32(i, true);
    if (point === 0) break;
    text += point <= 0x10ffff ? String.fromCodePoint(point) : "\ufffd";
  }
  return text;
}

function decodeBytes(item: Uint8Array): string {
  const end = item.indexOf(0);
  return new TextDecoder().decode(end === -1 ? item : item.subarray(0, end));
}

function swapBytes(data: Uint8Array, itemBytes: number): void {
  for (let i = 0; i < data.length; i += itemBytes) data.subarray(i, i + itemBytes).reverse();
}

/** Column-major items in row-major order. */
function toRowMajor(
  data: Uint8Array<ArrayBuffer>,
  shape: readonly number[],
  itemBytes: number,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(data.length);
  const index = new Array<number>(shape.length).fill(0);
  const strides = shape.map((_, d) => shape.slice(0, d).reduce((a, b) => a * b, itemBytes));
  for (let to = 0, from = 0; to < data.length; to += itemBytes) {
    for (let b = 0; b < itemBytes; b++) out[to + b] = data[from + b]!;
    for (let d = shape.length - 1; d >= 0; d--) {
      index[d]! += 1;
      from += strides[d]!;
      if (index[d]! < shape[d]!) break;
      from -= index[d]! * strides[d]!;
      index[d] = 0;
    }
  }
  return out;
}

function broken(
  source: { file: string; name?: string },
  reason: string,
  remedy = "Save the array again with numpy.save or numpy.savez",
): ExperimentError {
  const title = source.name === undefined ? source.file : `"${source.name}" in ${source.file}`;
  return new ExperimentError(`Cannot read ${title} as an array: ${reason}`, {
    file: source.file,
    remedy,
  });
}
