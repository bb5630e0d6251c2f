export { CsvFault, readRecords } from "./csv_records.ts";
export { readRegularFile } from "./regular_file.ts";
export { loadData } from "./load.ts";
export { overrideData } from "./override.ts";
export { type NewInputs, readNewRows } from "./new_rows.ts";
export type { NewRows } from "./new_tables.ts";
export { columnsOf, parsePreprocessing, preprocess } from "./preprocessing.ts";
export { prepareData } from "./prepare.ts";
export type { DataOptions } from "./schema.ts";
export { dataSchema } from "./schema.ts";
export type { NormalizeName, SplitOptions } from "./preparation.ts";
export {
  normalizeDefault,
  normalizeNames,
  normalizeSchema,
  splitDefaults,
  splitSchema,
} from "./preparation.ts";
export type { CsvOptions } from "./csv_options.ts";
export type { Hdf5Options, NpyOptions, NpzOptions } from "./array_options.ts";
export type { ImagesOptions } from "./images_options.ts";
export type { InlineOptions } from "./inline_options.ts";
export type { GeneratedOptions } from "./generated_options.ts";
export type * from "./types.ts";
