import { ExperimentError } from "../errors.ts";

/** The most bytes that one array of a data set may have: 4 GiB. */
export const maximumBytes = 4_294_967_296;

/** Zeros in memory that workers can share. */
export function sharedBytes(length: number, file?: string): Uint8Array<SharedArrayBuffer> {
  return new Uint8Array(allocate(length, file));
}

/** Zeros in memory that workers can share. */
export function sharedFloats(length: number, file?: string): Float32Array<SharedArrayBuffer> {
  return new Float32Array(allocate(4 * length, file));
}

function allocate(bytes: number, file: string | undefined): SharedArrayBuffer {
  if (bytes <= maximumBytes) {
    try {
      return new SharedArrayBuffer(bytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  throw new ExperimentError(
    `Cannot hold ${bytes} bytes of data in memory: the limit is ${maximumBytes}, or less on a small machine`,
    { file, remedy: "Use fewer rows or smaller ones" },
  );
}
