import { ExperimentError } from "../errors.ts";
import { shorten } from "../suggest.ts";
import type { Hdf5Options } from "./array_options.ts";
import type { NamedArray } from "./arrays.ts";
import { readData } from "./files.ts";
import type { Hdf5Answer, Hdf5Question } from "./hdf5_worker.ts";
import { type ArrayFile, loadNamedArrays } from "./named_arrays.ts";
import { maximumBytes } from "./shared_arrays.ts";
import type { LoadContext, LoadedData } from "./types.ts";

/**
 * How long the library may take for an answer, in milliseconds: hundreds of times what it takes for
 * a sound file. About one damaged file in a thousand makes it loop for ever.
 */
export const hdf5LimitMs = 20_000;

/** More time than that for each mebibyte that is read: it reads a hundred in a second. */
const limitMsPerMebibyte = 500;

/**
 * Reads data from HDF5 files: numeric datasets for inputs and labels; names of classes from a
 * dataset of strings.
 *
 * @throws {ExperimentError} If a file can't be read or its datasets can't be used.
 */
export function loadHdf5(options: Hdf5Options, context: LoadContext): Promise<LoadedData> {
  return loadNamedArrays(options, (path) => openHdf5(path, context));
}

/**
 * The datasets in an HDF5 file. They are read in a worker of its own without any permission: the
 * library is C, and what a damaged file does to its memory ends with the worker.
 *
 * @param options.limitMs Default {@linkcode hdf5LimitMs}.
 * @throws {ExperimentError} for whatever is wrong with the file, at `read`, too; when the library
 * does not answer in time.
 */
export async function openHdf5(
  path: string,
  context: LoadContext,
  { limitMs = hdf5LimitMs }: { limitMs?: number } = {},
): Promise<ArrayFile> {
  const bytes = await readData(path, context);
  const { length } = bytes;
  const library = startLibrary(path, limitMs);
  try {
    const answer = await library.ask({ bytes }, length);
    if (answer.type !== "names") throw damaged(path);
    return {
      names: answer.names,
      async read(name) {
        const found = await library.ask({ name }, length);
        if (found.type !== "array") throw damaged(path);
        const { shape, values } = found.array;
        return { file: path, name, shape, values } satisfies NamedArray;
      },
      close: library.stop,
    };
  } catch (error) {
    library.stop();
    throw error;
  }
}

/** A worker that answers one question after another. */
function startLibrary(path: string, limitMs: number) {
  const worker = new Worker(new URL("./hdf5_worker.ts", import.meta.url), {
    type: "module",
    deno: { permissions: "none" },
  });
  const stop = () => worker.terminate();
  async function ask(question: Hdf5Question, length: number): Promise<Hdf5Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Hdf5Answer>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = (bytes: number) => {
      clearTimeout(timer);
      const ms = limitMs + limitMsPerMebibyte * bytes / (1024 * 1024);
      timer = setTimeout(() => reject(endless(path, ms)), ms);
    };
    wait(length);
    worker.onmessage = ({ data }: MessageEvent<Hdf5Answer>) => {
      // What it is about to read takes as long as it is large; it checks the size itself.
      if (data.type === "size") wait(length + Math.min(data.bytes, maximumBytes));
      else if (data.type === "fault") reject(faultError(path, data));
      else resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(damaged(path));
    };
    worker.postMessage(question, "bytes" in question ? [question.bytes.buffer] : []);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }
  return { ask, stop };
}

function faultError(
  path: string,
  { reason, dataset }: { reason: string; dataset?: string | undefined },
): ExperimentError {
  if (dataset === undefined) return damaged(path, reason);
  return new ExperimentError(`Cannot use "${shorten(dataset)}" in ${path}: ${reason}`, {
    file: path,
    remedy: "Name another dataset, or save this one as numbers",
  });
}

function damaged(path: string, reason = "it is damaged"): ExperimentError {
  return new ExperimentError(`Cannot read ${path} as HDF5: ${reason}`, {
    file: path,
    remedy: "Copy the file again from where it came from",
  });
}

function endless(path: string, ms: number): ExperimentError {
  return damaged(path, `it is not read after ${Math.round(ms / 1000)} s, so it is damaged`);
}
