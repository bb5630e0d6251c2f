import { isNormalization } from "../engine/normalizations/mod.ts";
import { cannotRead, type Problem } from "./problems.ts";
import type { ResolvedSettings } from "./types.ts";

/** The last layer has the units that the targets ask for, and a normalisation has none of its own. */
export function lastLayerProblem({ architecture }: ResolvedSettings): Problem | undefined {
  const index = architecture.length - 1;
  const last = architecture[index]!;
  if (!isNormalization(last)) return undefined;
  return {
    path: ["architecture", String(index), "type"],
    say: (at) => cannotRead({ at, got: last.type, problem: "the last layer must be dense" }),
    remedy: "Put a layer with units after it",
  };
}

/** What leaves a normalisation nothing to go by. */
export function normalizationProblems({ architecture, batchSize }: ResolvedSettings): Problem[] {
  const batchNorm = architecture.findIndex(({ type }) => type === "batch-norm");
  const single = batchSize === 1 && batchNorm >= 0
    ? [{
      path: ["batchSize"],
      say: (at: readonly PropertyKey[]) =>
        cannotRead({
          at,
          got: batchSize,
          problem: `architecture.${batchNorm} is batch-norm, which needs 2 or more rows a batch`,
        }),
      remedy: "Choose a larger batch, or layer-norm",
    }]
    : [];
  return [...single, ...rowProblems(architecture)];
}

/** One number is its own mean: layer normalisation makes 0 of it. */
function rowProblems(architecture: ResolvedSettings["architecture"]): Problem[] {
  let units: number | undefined;
  return architecture.flatMap((layer, index) => {
    if (!isNormalization(layer)) units = layer.units;
    if (layer.type !== "layer-norm" || units !== 1) return [];
    const problem = "it needs 2 or more units before it, and there is 1";
    return [{
      path: ["architecture", String(index), "type"],
      say: (at: readonly PropertyKey[]) => cannotRead({ at, got: layer.type, problem }),
      remedy: "Choose batch-norm, or give the layer before more units",
    }];
  });
}
