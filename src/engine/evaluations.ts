import type { Examples } from "../numerics/mod.ts";
import { planIfPossible } from "./kernels/plan.ts";
import type { Evaluation } from "./network.ts";

/** Evaluations of examples that come again: the second time is planned, and every later one too. */
export interface Evaluations {
  get(examples: Examples): (() => Evaluation) | undefined;
}

/** @param plan The planned evaluation, where there can be one. */
export function createEvaluations(
  plan: (examples: Examples) => (() => Evaluation) | undefined,
): Evaluations {
  const known = new WeakMap<Examples, { planned: (() => Evaluation) | undefined }>();
  const seen = new WeakSet<Examples>();
  return {
    get(examples) {
      if (!seen.has(examples)) {
        seen.add(examples);
        return undefined;
      }
      let found = known.get(examples);
      if (!found) known.set(examples, found = { planned: planIfPossible(() => plan(examples)) });
      return found.planned;
    },
  };
}
