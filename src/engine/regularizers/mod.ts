import { dropout } from "./dropout.ts";
import { l2 } from "./l2.ts";

export { createMaskWriter, type MaskWriter } from "./dropout.ts";

/** All regularizers by name; each is declared by one number under `regularization`. */
export const regularizers = { l2, dropout };
