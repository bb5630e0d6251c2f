import type { Kernels } from "../kernels.ts";
import { reference } from "../reference.ts";
import { Rule } from "./assembly/rules.ts";

type Address = number;

/** Of the module's exports; see `assembly/optimizers.ts`. */
export interface OptimizerExports {
  optimizerUpdate(
    w: Address,
    s0: Address,
    s1: Address,
    s2: Address,
    g: Address,
    numbers: Address,
    rule: Rule,
    n: number,
  ): void;
}

/** Rules go by their names: a name stands for one rule. */
const rules = new Map<string, Rule>(Object.entries({
  "gradient-descent": Rule.gradientDescent,
  momentum: Rule.momentum,
  "averaged-momentum": Rule.averagedMomentum,
  "nesterov-momentum": Rule.nesterovMomentum,
  adagrad: Rule.adagrad,
  adadelta: Rule.adadelta,
  rmsprop: Rule.rmsprop,
  "rmsprop-momentum": Rule.rmspropMomentum,
  "rmsprop-centered": Rule.rmspropCentered,
  "rmsprop-centered-momentum": Rule.rmspropCenteredMomentum,
  adam: Rule.adam,
  amsgrad: Rule.amsgrad,
  adamw: Rule.adamw,
  adamax: Rule.adamax,
  nadam: Rule.nadam,
  lion: Rule.lion,
}));

/** What the module knows a rule by, `undefined` for one that only the reference has. */
export function ruleNumber(name: string): Rule | undefined {
  return rules.get(name);
}

export function optimizerKernels(simd: OptimizerExports): Pick<Kernels, "optimizerUpdate"> {
  let name = "";
  let known: Rule | undefined;
  return {
    optimizerUpdate(w, state, g, numbers, rule, n) {
      if (rule.name !== name) known = rules.get(name = rule.name);
      if (known === undefined) return reference.optimizerUpdate(w, state, g, numbers, rule, n);
      simd.optimizerUpdate(
        w.byteOffset,
        stateAddress(state, 0),
        stateAddress(state, 1),
        stateAddress(state, 2),
        g.byteOffset,
        numbers.byteOffset,
        known,
        n,
      );
    },
  };
}

/** 0 for a buffer that the rule does not have. */
function stateAddress(state: readonly Float32Array[], part: number): Address {
  return part < state.length ? state[part]!.byteOffset : 0;
}
