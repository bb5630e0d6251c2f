import { cacheKey, readCache, writeCache } from "./images/cache.ts";
import { contentDigest } from "./images/digests.ts";
import { type DecodeJob, type DecodeSettings, readPicture } from "./images/job.ts";
import { classifyPictures } from "./images/labels.ts";
import { type Listing, listPictures, type PictureFile } from "./images/listing.ts";
import { decodeAll } from "./images/pool.ts";
import { digestData, partNames } from "./digest.ts";
import { imagesDefaults } from "./images/settings.ts";
import type { ImagesOptions } from "./images_options.ts";
import { sharedBytes } from "./shared_arrays.ts";
import { encodeTargets } from "./targets.ts";
import type { LoadContext, LoadedData, Part } from "./types.ts";

export type { ImagesOptions } from "./images_options.ts";
export { imagesSchema } from "./images_options.ts";
export type { ImageLabelName, ResizeName } from "./images/settings.ts";
export { imagesDefaults } from "./images/settings.ts";
export type { DecodeOptions } from "./images/decode.ts";
export { decodePicture } from "./images/decode.ts";

/** Files that are read at once for their digests. */
const readers = 8;

/**
 * Loads folders of JPEG and PNG pictures: labelled by folders or names, decoded, resized to RGB.
 * The rows of a part are in code-unit order of the pictures' paths below the part's folder, which
 * are its `names`. Inputs are bytes, [rows, height × width × 3].
 *
 * What was decoded is kept in `context.cache` by the content of the files, so that pictures are
 * decoded once; see `decodePicture` for what decoding means.
 *
 * @throws {ExperimentError} naming the folder or picture, when one is missing, unreadable, empty,
 * or without a class.
 */
export async function loadImages(
  options: ImagesOptions,
  context: LoadContext,
): Promise<LoadedData> {
  const { size = imagesDefaults.size, resize = imagesDefaults.resize } = options;
  const listings = await listParts(options, context);
  const present = partNames.filter((name) => listings[name] !== undefined);
  const ordered = present.map((name) => listings[name]!);
  const { classes, ofPictures } = classifyPictures(ordered, options);
  const pictures = ordered.flatMap((listing) => listing.pictures);
  const pixels = await decodedPictures(pictures, { settings: { size, resize }, context });

  const { targets } = encodeTargets(
    ordered.map(({ folder, pictures }, p) => ({
      values: ofPictures[p]!,
      columns: 1,
      whole: false,
      file: folder,
      place: (row) => pictures[row]!.name,
    })),
    { task: "classification", classes },
  );
  const columns = size[0] * size[1] * 3;
  const parts: Partial<Record<(typeof partNames)[number], Part>> = {};
  let row = 0;
  present.forEach((name, p) => {
    const { pictures } = ordered[p]!;
    const values = pixels.subarray(row * columns, (row + pictures.length) * columns);
    row += pictures.length;
    parts[name] = {
      inputs: { values, rows: pictures.length, columns },
      targets: targets[p]!,
      names: pictures.map(({ name }) => name),
    };
  });
  const data = {
    parts: parts as LoadedData["parts"],
    inputShape: [...size, 3],
    classes,
  };
  return { ...data, digest: digestData(data) };
}

async function listParts(
  options: ImagesOptions,
  context: LoadContext,
): Promise<Partial<Record<(typeof partNames)[number], Listing>>> {
  const listings: Partial<Record<(typeof partNames)[number], Listing>> = {};
  for (const name of partNames) {
    const folder = name === "train" ? options.train ?? options.path : options[name];
    if (folder !== undefined) listings[name] = await listPictures(folder, context);
  }
  return listings;
}

/** Rows of all pictures, from the cache where it has them. */
async function decodedPictures(
  pictures: readonly PictureFile[],
  { settings, context }: { settings: DecodeSettings; context: LoadContext },
): Promise<Uint8Array<SharedArrayBuffer>> {
  const { cache, progress } = context;
  const [height, width] = settings.size;
  const target = sharedBytes(pictures.length * height * width * 3);
  const jobs: DecodeJob[] = pictures.map((picture, row) => ({ row, picture }));
  if (cache === undefined) {
    await decodeAll(jobs, { ...settings, target, progress });
    return target;
  }
  await addDigests(jobs);
  const key = await cacheKey(jobs.map(({ digest }) => digest!), settings);
  const kept = await readCache(cache, { key, length: target.length });
  if (kept !== undefined) {
    target.set(kept);
    progress?.(jobs.length, jobs.length);
    return target;
  }
  await decodeAll(jobs, { ...settings, target, progress });
  await writeCache(cache, { key, pixels: target.slice() });
  return target;
}

/** Reads every file for its SHA-256, several at once, none kept. */
async function addDigests(jobs: readonly DecodeJob[]): Promise<void> {
  let next = 0;
  const reader = async () => {
    for (let job = jobs[next++]; job !== undefined; job = jobs[next++]) {
      job.digest = await contentDigest(await readPicture(job.picture));
    }
  };
  await Promise.all(Array.from({ length: readers }, reader));
}
