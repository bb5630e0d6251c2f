import { ExperimentError, type Mistake } from "../../errors.ts";
import { unreadable } from "../files.ts";
import { readRegularFile } from "../regular_file.ts";
import { decodePicture, named } from "./decode.ts";
import { contentDigest } from "./digests.ts";
import { PictureFault } from "./fault.ts";
import { maxFileBytes } from "./limits.ts";
import type { PictureFile } from "./listing.ts";
import type { ResizeName } from "./settings.ts";

/** What all pictures of one load share. */
export interface DecodeSettings {
  /** `[height, width]` in pixels. */
  size: readonly [number, number];
  resize: ResizeName;
}

/** One picture to be decoded into row `row` of the inputs. */
export interface DecodeJob {
  row: number;
  picture: PictureFile;
  /** SHA-256 (hex) of the content that the row will be kept for. */
  digest?: string | undefined;
}

/** A user's mistake in a form that crosses from a worker. */
export interface SentMistake extends Mistake {
  message: string;
}

/**
 * Reads, decodes and stores one picture.
 *
 * @param target Inputs of all pictures, row-major.
 * @throws {ExperimentError} naming the picture.
 */
export async function runJob(
  { row, picture, digest }: DecodeJob,
  { target, settings }: { target: Uint8Array; settings: DecodeSettings },
): Promise<void> {
  const bytes = await readPicture(picture);
  if (digest !== undefined && await contentDigest(bytes) !== digest) {
    throw named(
      new PictureFault("it was changed while it was being read", "Start again"),
      picture.file,
    );
  }
  const pixels = await decodePicture(bytes, { file: picture.file, ...settings });
  target.set(pixels, row * pixels.length);
}

/**
 * All bytes of a picture's file.
 *
 * @throws {ExperimentError} naming it, where it can't be read, is no file or too large.
 */
export async function readPicture(
  { file, path }: Pick<PictureFile, "file" | "path">,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readRegularFile(path, { file, limit: maxFileBytes });
  } catch (error) {
    throw error instanceof ExperimentError ? error : unreadable(file, path, error);
  }
}

/** What a worker sends when a picture can't be read; undefined for faults of the program. */
export function toSend(error: unknown): SentMistake | undefined {
  if (!(error instanceof ExperimentError)) return undefined;
  const { message, file, place, remedy } = error;
  return { message, file, place, remedy };
}

/** The error that a worker sent. */
export function fromSent({ message, ...mistake }: SentMistake): ExperimentError {
  return new ExperimentError(message, mistake);
}
