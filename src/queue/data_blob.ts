import { z } from "zod";
import {
  dataPartNames,
  digestData,
  type LoadedData,
  type Matrix,
  parseDataFacts,
  type Part,
  sharedBytes,
  sharedFloats,
} from "../data/mod.ts";
import { sha256Hex } from "../results/mod.ts";
import { contentDigest } from "../runner/mod.ts";
import type { Wanted } from "./job.ts";

/** Most characters of what is said about the data before its values. */
const longestHeader = 16 * 0x10_0000;

const count = z.int().min(0).max(0x1_0000_0000);

const headerSchema = z.looseObject({
  parts: z.array(z.strictObject({
    name: z.enum(dataPartNames),
    bytes: z.boolean(),
    rows: count,
    columns: count,
    targets: count,
  })).min(1).max(dataPartNames.length),
});

/** Bytes that are not what was put somewhere. */
export class DamagedData extends Error {
  constructor() {
    super("it is damaged");
  }
}

/** Bytes of a SHA-256. */
const sumBytes = 32;

/**
 * A data set as bytes: SHA-256 of what follows, the length of a header (32 bits, little-endian), the
 * header as JSON, then inputs and targets of each part. What rows are called in their files stays where
 * it is.
 */
export function encodeData(data: LoadedData): Uint8Array {
  const { inputShape, features, encoding, imputes, classes } = data;
  const parts = dataPartNames.flatMap((name) => {
    const part = data.parts[name];
    return part === undefined ? [] : [{ name, part }];
  });
  const header = new TextEncoder().encode(JSON.stringify({
    inputShape,
    features,
    encoding,
    imputes,
    classes,
    parts: parts.map(({ name, part: { inputs, targets } }) => ({
      name,
      bytes: inputs.values instanceof Uint8Array,
      rows: inputs.rows,
      columns: inputs.columns,
      targets: targets.columns,
    })),
  }));
  const arrays = parts.flatMap(({ part }) => [bytesOf(part.inputs), bytesOf(part.targets)]);
  const start = sumBytes + 4;
  const total = arrays.reduce((sum, { length }) => sum + length, start + header.length);
  const bytes = new Uint8Array(total);
  new DataView(bytes.buffer).setUint32(sumBytes, header.length, true);
  bytes.set(header, start);
  let at = start + header.length;
  for (const array of arrays) {
    bytes.set(array, at);
    at += array.length;
  }
  bytes.set(sumOf(bytes.subarray(sumBytes)));
  return bytes;
}

function sumOf(bytes: Uint8Array): Uint8Array {
  return Uint8Array.fromHex(sha256Hex(bytes));
}

/** Bytes of the values of a data set. */
export function dataBytes({ parts }: LoadedData): number {
  return Object.values(parts).reduce(
    (sum: number, { inputs, targets }: Part) =>
      sum + inputs.values.byteLength + targets.values.byteLength,
    0,
  );
}

/**
 * The data set of bytes from elsewhere.
 *
 * @throws {DamagedData} They are not what {@linkcode encodeData} made.
 * @throws {Error} They are no data set, or not the one that is wanted.
 */
export function decodeData(
  whole: Uint8Array,
  wanted: Pick<Wanted, "digest" | "content">,
): LoadedData {
  const bytes = whole.subarray(sumBytes);
  if (sumOf(bytes).some((byte, index) => byte !== whole[index])) throw new DamagedData();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 4 ? Infinity : view.getUint32(0, true);
  if (length > Math.min(longestHeader, bytes.length - 4)) throw new Error("it has no header");
  const header = headerSchema.parse(
    JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))),
  );
  const { parts: list, ...rest } = header;
  const facts = parseDataFacts(rest);
  let at = 4 + length;
  const take = (size: number) => {
    if (at + size > bytes.length) throw new Error("it is shorter than it says");
    return bytes.subarray(at, at += size);
  };
  const matrix = <T extends Matrix["values"]>(
    { rows, columns }: { rows: number; columns: number },
    make: (length: number) => T,
  ): Matrix<T> => {
    const size = rows * columns * make(0).BYTES_PER_ELEMENT;
    const piece = take(size);
    const values = make(rows * columns);
    new Uint8Array(values.buffer).set(piece);
    return { values, rows, columns };
  };
  const parts = Object.fromEntries(list.map(({ name, bytes, rows, columns, targets }) => [name, {
    inputs: bytes
      ? matrix({ rows, columns }, sharedBytes)
      : matrix({ rows, columns }, sharedFloats),
    targets: matrix({ rows, columns: targets }, sharedFloats),
  }])) as unknown as LoadedData["parts"];
  if (at !== bytes.length) throw new Error("it is longer than it says");
  if (parts.train === undefined) throw new Error("it has no rows to train on");
  const data = { ...facts, parts };
  const loaded = { ...data, digest: digestData(data) };
  if (!isWanted(loaded, wanted)) throw new Error("it has another digest");
  return loaded;
}

/** Whether a data set is the one that a run is of. */
export function isWanted(
  loaded: LoadedData,
  { digest, content }: Pick<Wanted, "digest" | "content">,
): boolean {
  return loaded.digest === digest && contentDigest(loaded) === content;
}

function bytesOf({ values }: Matrix): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
