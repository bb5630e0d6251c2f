import { clipNorm } from "./clip_norm.ts";
import { clipValue } from "./clip_value.ts";
import { dropout, inputDropout } from "./dropout.ts";
import { l1 } from "./l1.ts";
import { l2 } from "./l2.ts";
import { maxNorm } from "./max_norm.ts";
import { weightDecay } from "./weight_decay.ts";

export { createMaskSource, createMaskWriter, inputLayer, type MaskWriter } from "./dropout.ts";

/** All regularizers by name; each is declared by one number under `regularization`, 0 for none. */
export const regularizers = {
  l1,
  l2,
  dropout,
  inputDropout,
  weightDecay,
  maxNorm,
  clipValue,
  clipNorm,
};

export type RegularizerName = keyof typeof regularizers;
