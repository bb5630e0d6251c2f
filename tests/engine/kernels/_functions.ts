import { erf, exp, expm1, log1p, sigmoid, softplus, tanh } from "../../../src/numerics/mod.ts";

/**
 * The functions that the module computes in double precision and keeps to itself. `log` is not among
 * them: no kernel takes it.
 */
export const functions: Record<string, (x: number) => number> = {
  exp,
  expm1,
  log1p,
  sigmoid,
  softplus,
  tanh,
  erf,
};

/** An index.ts that exports each function as out = f(x) over n doubles, n even. */
export const functionsIndex = `
import { erf } from "./erf.ts";
import { exp, expm1, log1p, sigmoid, softplus, tanh } from "./functions.ts";
${
  Object.keys(functions).map((name) => `
export function apply_${name}(out: usize, x: usize, n: i32): void {
  for (let i: usize = 0; i < <usize> n << 3; i += 16) v128.store(out + i, ${name}(v128.load(x + i)));
}`).join("\n")
}
`;
