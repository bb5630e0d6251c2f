import { unknownName } from "../suggest.ts";
import {
  type Family,
  type FamilyMember,
  type Member,
  type OptionValue,
  problemWith,
} from "./options.ts";

/**
 * The member of a family that `type` names.
 *
 * @throws {RangeError} for a name that the family does not have, with the names it has.
 */
export function findMember<M extends FamilyMember>(
  family: { readonly [name: string]: M },
  type: string,
  kind: string,
): M {
  // Not `family[type]`: "constructor" and its kin are no members.
  if (!Object.hasOwn(family, type)) {
    throw new RangeError(unknownName(kind, type, Object.keys(family)));
  }
  return family[type]!;
}

/**
 * A member with all its options, from its name or from an object with some of its options.
 *
 * @throws {RangeError} for an unknown name, an unknown option or a value out of bounds.
 *
 * @example
 * ```ts
 * import { resolveMember } from "./members.ts";
 * import { optimizers } from "./optimizers/mod.ts";
 *
 * resolveMember(optimizers, { type: "adam", learningRate: 0.01 });
 * // { type: "adam", learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, amsgrad: false }
 * ```
 */
export function resolveMember(
  family: Family,
  written:
    | string
    | { readonly type: string }
    | { readonly type: string; readonly [option: string]: unknown },
): Member {
  const given: Record<string, unknown> = typeof written === "string"
    ? { type: written }
    : { ...written };
  const type = given.type as string;
  const { options } = findMember(family, type, "type");
  const resolved: Record<string, OptionValue> = {};
  for (const [name, option] of Object.entries(options)) {
    const value = given[name] ?? option.default;
    const problem = problemWith(option, value);
    if (problem) throw new RangeError(`Cannot read ${type}.${name} as ${value}: ${problem}`);
    resolved[name] = value as OptionValue;
  }
  for (const name of Object.keys(given)) {
    if (name !== "type" && !Object.hasOwn(options, name)) {
      throw new RangeError(unknownName(`option of ${type}`, name, Object.keys(options)));
    }
  }
  return { type, ...resolved };
}
