import { ExperimentError } from "../errors.ts";
import { decodePicture } from "./images/decode.ts";
import { readPicture } from "./images/job.ts";
import { listPictures, type PictureFile } from "./images/listing.ts";
import type { ResizeName } from "./images/settings.ts";
import type { NewRows } from "./new_tables.ts";
import { columnsOf } from "./preprocessing.ts";
import type { Preprocessing } from "./types.ts";

/**
 * A picture, or a folder of them, for a model: decoded and resized as its training pictures were.
 *
 * @param path From the working folder.
 * @throws {ExperimentError} for a picture that can't be read, and where the network takes none.
 */
export async function newPictures(
  path: string,
  options: {
    preprocessing: Preprocessing;
    isFolder: boolean;
    resize?: ResizeName | undefined;
  },
): Promise<NewRows> {
  const { preprocessing, isFolder, resize } = options;
  const { inputShape: [height = 0, width = 0] } = preprocessing;
  if (!takesPictures(preprocessing)) throw noPictures(path, preprocessing);
  const pictures: Pick<PictureFile, "file" | "path">[] = isFolder
    ? (await listPictures(path, { folder: "." })).pictures
    : [{ file: path, path }];
  const columns = columnsOf(preprocessing);
  const values = new Uint8Array(pictures.length * columns);
  for (const [row, picture] of pictures.entries()) {
    const { file } = picture;
    const size = [height, width] as const;
    const pixels = await decodePicture(await readPicture(picture), {
      file,
      size,
      ...(resize ? { resize } : {}),
    });
    values.set(pixels, row * columns);
  }
  return {
    names: pictures.map(({ file }) => file),
    inputs: { values, rows: pictures.length, columns },
  };
}

/** Whether a network's rows are pictures: bytes of [height, width, 3]. */
export function takesPictures({ bytes, inputShape }: Preprocessing): boolean {
  return bytes && inputShape.length === 3 && inputShape[2] === 3;
}

function noPictures(path: string, { inputShape, encoding }: Preprocessing): ExperimentError {
  const wanted = encoding
    ? `rows of ${encoding.map(({ column }) => column).slice(0, 8).join(", ")}`
    : `rows of [${inputShape.join(", ")}] numbers`;
  return new ExperimentError(`Cannot use ${path} as a picture: the network takes ${wanted}`, {
    file: path,
    remedy: 'Give a .csv file, or rows like --rows "1,2;3,4"',
  });
}
