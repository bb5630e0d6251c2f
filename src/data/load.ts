import { loadCsv } from "./csv.ts";
import { loadGenerated } from "./generated.ts";
import { loadHdf5 } from "./hdf5.ts";
import { loadImages } from "./images.ts";
import { loadInline } from "./inline.ts";
import { loadNpy } from "./npy.ts";
import { loadNpz } from "./npz.ts";
import type { DataOptions } from "./schema.ts";
import type { LoadContext, LoadedData } from "./types.ts";

/**
 * Reads a data set: decoded, in memory that workers can share, neither split nor normalised.
 *
 * @param options As `dataSchema` accepts them.
 * @throws {ExperimentError} For everything that is wrong with the data, naming file, place and
 * remedy.
 *
 * @example
 * ```ts
 * import { loadData } from "./load.ts";
 *
 * const data = await loadData({ type: "generated", shape: "xor", rows: 4 }, { folder: "/" });
 * data.parts.train.inputs.rows; // 4
 * ```
 */
export async function loadData(options: DataOptions, context: LoadContext): Promise<LoadedData> {
  switch (options.type) {
    case "images":
      return await loadImages(options, context);
    case "csv":
      return await loadCsv(options, context);
    case "hdf5":
      return await loadHdf5(options, context);
    case "npy":
      return await loadNpy(options, context);
    case "npz":
      return await loadNpz(options, context);
    case "inline":
      return loadInline(options);
    case "generated":
      return loadGenerated(options);
  }
}
