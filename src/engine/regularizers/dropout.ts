import type { Stream } from "../../random/mod.ts";
import type { MaskSource } from "../kernels/functions.ts";
import { dropoutMask } from "../kernels/masks.ts";
import type { NumberOption } from "../options.ts";

/**
 * Inverted dropout: in training, each unit's output is 0 with probability p and otherwise divided
 * by 1 − p, so that evaluation needs no correction.
 *
 * Whether a unit is dropped depends on (seed, epoch, layer, row of the data, unit) only: not on
 * the batch that the row came in, nor on what else was drawn.
 *
 * Source: Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, Dropout, JMLR 15, 2014,
 * section 10, which scales at test time instead.
 */
export const dropout = {
  name: "dropout",
  option: {
    kind: "number",
    default: 0,
    min: 0,
    below: 1,
    doc: "Probability of dropping a unit's output in training",
  } satisfies NumberOption,
};

/**
 * Dropout of the inputs: each input of each row is 0 with probability p in training and otherwise
 * divided by 1 − p. Bytes are scaled to numbers first.
 *
 * Source: Srivastava et al., as above, appendix A.4; they keep 0.8 of the inputs.
 */
export const inputDropout = {
  name: "inputDropout",
  option: {
    kind: "number",
    default: 0,
    min: 0,
    below: 1,
    doc: "Probability of dropping an input in training",
  } satisfies NumberOption,
};

/** The layer that the masks of the inputs are drawn for: no other has this number. */
export const inputLayer = 0xffffffff;

/**
 * Where the masks of a layer come from. Unit u of a row of the data set is dropped where word
 * u mod 4 of the place (epoch, layer, row, ⌊u / 4⌋) is below p·2³².
 */
export function createMaskSource(
  stream: Stream,
  { index, dropout }: { index: number; dropout: number },
): MaskSource {
  return {
    layer: index,
    threshold: dropout * 4294967296,
    kept: Math.fround(1 / (1 - dropout)),
    key: stream.key,
    words: stream.words,
  };
}

/** Writes the masks of one layer: 0 where a unit is dropped, 1 / (1 − p) elsewhere. */
export type MaskWriter = (
  mask: Float32Array,
  rows: Uint32Array,
  B: number,
  epoch: number,
) => void;

/**
 * The mask writer of a layer, in whatever memory. The mask is [B, units]; `rows` are the B rows of the
 * data set that the block holds.
 */
export function createMaskWriter(
  stream: Stream,
  layer: { index: number; units: number; dropout: number },
): MaskWriter {
  const source = createMaskSource(stream, layer);
  return (mask, rows, B, epoch) => dropoutMask(mask, rows, source, epoch, B, layer.units);
}
