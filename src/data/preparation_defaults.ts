// Apart from the schemas: workers need these, and zod would cost each of them 20 ms.
import type { NormalizeName, SplitOptions } from "./preparation.ts";

/** How inputs can be scaled; see `NormalizeName`. */
export const normalizeNames = [
  "auto",
  "unit",
  "standardize",
  "none",
] as const satisfies NormalizeName[];

/** The normalisation of data that asks for none by name. */
export const normalizeDefault: NormalizeName = "auto";

/** The split of data that asks for none: all rows are for training, given parts aside. */
export const splitDefaults: Required<SplitOptions> = { validation: 0, test: 0, stratify: false };
