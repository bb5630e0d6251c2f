import type { FamilyMember, OptionTable } from "../options.ts";

/** Gives a normalisation its types. What it computes: see the kernels of `normalize.ts`. */
export function defineNormalization<const N extends string, const T extends OptionTable>(
  normalization: FamilyMember<T> & { readonly name: N },
): FamilyMember<T> & { readonly name: N } {
  return normalization;
}
