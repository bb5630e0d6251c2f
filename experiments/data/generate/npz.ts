import { zipSync } from "fflate";

/** An array of bytes with its shape. */
export interface ByteArray {
  shape: readonly number[];
  values: Uint8Array;
}

/** Writes arrays as NumPy's .npz: a zip file of .npy files (format version 1.0). */
export function encodeNpz(arrays: Readonly<Record<string, ByteArray>>): Uint8Array {
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, encodeNpy(array)]);
  // The earliest time a zip file can hold, or the bytes would change from day to day.
  const mtime = "1980-01-01T00:00:00";
  return zipSync(Object.fromEntries(files), { mtime, level: 9, mem: 8 });
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];

/** Magic, the header's length, the header padded with spaces to a multiple of 64, the values. */
export function encodeNpy({ shape, values }: ByteArray): Uint8Array {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== values.length) {
    throw new RangeError(`Cannot shape ${values.length} values as [${shape.join(", ")}]`);
  }
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const dictionary = `{'descr': '|u1', 'fortran_order': False, 'shape': ${tuple}, }`;
  const unpadded = MAGIC.length + 2 + dictionary.length + 1;
  const header = dictionary + " ".repeat((64 - unpadded % 64) % 64) + "\n";
  const out = new Uint8Array(MAGIC.length + 2 + header.length + values.length);
  out.set(MAGIC);
  out[8] = header.length & 255;
  out[9] = header.length >>> 8;
  out.set(new TextEncoder().encode(header), 10);
  out.set(values, 10 + header.length);
  return out;
}
