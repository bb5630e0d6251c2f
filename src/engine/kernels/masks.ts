import type { MaskSource } from "./functions.ts";

const words = new Uint32Array(4);

/**
 * mask[r,u] = 0 where word u mod 4 of the place (epoch, layer, rows[r], ⌊u / 4⌋) is below the
 * threshold, `kept` elsewhere.
 */
export function dropoutMask(
  mask: Float32Array,
  rows: Uint32Array,
  source: MaskSource,
  epoch: number,
  B: number,
  U: number,
): void {
  const { layer, threshold, kept } = source;
  for (let r = 0, k = 0; r < B; r++) {
    for (let u = 0; u < U; u++, k++) {
      if ((u & 3) === 0) source.words(words, epoch, layer, rows[r]!, u >> 2);
      mask[k] = words[u & 3]! < threshold ? 0 : kept;
    }
  }
}
