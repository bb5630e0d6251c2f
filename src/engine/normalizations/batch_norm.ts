import { epsilon } from "./_epsilon.ts";
import { defineNormalization } from "./normalization.ts";

/**
 * Each unit over the rows of the step. In training with their mean and biased variance, which also go
 * into running estimates; in evaluation with these estimates.
 *
 * The running variance takes the unbiased variance, as PyTorch's does; the paper's and Keras's
 * estimates differ from it by the factor B / (B − 1). Momentum is the share of the new batch, as in
 * PyTorch: Keras's is 1 minus it (its 0.99 is 0.01 here). Keras's epsilon is 1e-3.
 */
export const batchNorm = defineNormalization({
  name: "batch-norm",
  options: {
    momentum: {
      kind: "number",
      default: 0.1,
      above: 0,
      max: 1,
      doc: "Share of a new batch in the running mean and variance",
    },
    epsilon,
  },
  doc: "z[r,u] = γ[u]·(x[r,u] − mean[u]) / √(variance[u] + ε) + β[u], over the rows",
  source: "Ioffe, Szegedy, Batch Normalization, ICML 2015, algorithms 1 and 2",
});
