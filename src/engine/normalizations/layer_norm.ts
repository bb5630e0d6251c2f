import { epsilon } from "./_epsilon.ts";
import { defineNormalization } from "./normalization.ts";

/**
 * Each row over its units, in training and in evaluation alike, with the biased variance. Keras's
 * epsilon is 1e-3.
 */
export const layerNorm = defineNormalization({
  name: "layer-norm",
  options: { epsilon },
  doc: "z[r,u] = γ[u]·(x[r,u] − mean[r]) / √(variance[r] + ε) + β[u], over the units",
  source: "Ba, Kiros, Hinton, Layer Normalization, arXiv:1607.06450, 2016, eq. 4",
});
