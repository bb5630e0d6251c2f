/** What every option has. */
interface OptionBase {
  readonly doc: string;
  /**
   * An option that its member got later: the canonical experiment leaves it out while all variants
   * have its default, so that experiments from before keep their digest.
   */
  readonly added?: true;
}

/** Bounds of a number. */
export interface Bounds {
  /** Smallest allowed value. */
  readonly min?: number;
  /** Must be larger than this. */
  readonly above?: number;
  /** Largest allowed value. */
  readonly max?: number;
  /** Must be smaller than this. */
  readonly below?: number;
  readonly integer?: true;
}

/** A number and its bounds. */
export interface NumberOption extends OptionBase, Bounds {
  readonly kind: "number";
  readonly default: number;
}

/** A list of numbers and the bounds of each; how many there must be, its user knows. */
export interface NumbersOption extends OptionBase, Bounds {
  readonly kind: "numbers";
  readonly default: readonly number[];
}

/** One of a closed set of names. */
export interface ChoiceOption extends OptionBase {
  readonly kind: "choice";
  readonly default: string;
  readonly values: readonly string[];
}

export interface FlagOption extends OptionBase {
  readonly kind: "flag";
  readonly default: boolean;
}

/** A file that the experiment names, relative to itself; it has to be given. */
export interface PathOption extends OptionBase {
  readonly kind: "path";
  /** Refused: there is no default. */
  readonly default: "";
}

export type Option = NumberOption | NumbersOption | ChoiceOption | FlagOption | PathOption;

/** What an option's value may be. */
export type OptionValue = number | string | boolean | readonly number[];

/** The options of a family's member: schemas, types, defaults and documentation come from it. */
export type OptionTable = { readonly [name: string]: Option };

/** What every member of every family declares. */
export interface FamilyMember<T extends OptionTable = OptionTable> {
  /** What an experiment calls it; the key in its family's table. */
  readonly name: string;
  readonly options: T;
  /** One sentence with the formula. */
  readonly doc: string;
  /** Paper and equation. */
  readonly source: string;
}

/** Name to member, one line each, as in a family's `mod.ts`. */
export type Family = { readonly [name: string]: FamilyMember };

/** A member of a family with all its options. */
export type Member = { type: string } & Record<string, OptionValue>;

type ValueOf<O extends Option> = O extends NumberOption ? number
  : O extends NumbersOption ? readonly number[]
  : O extends FlagOption ? boolean
  : O extends PathOption ? string
  : O extends { readonly values: readonly (infer V)[] } ? V
  : never;

/** The values of a table of options. */
export type OptionValues<T extends OptionTable> = { [K in keyof T]: ValueOf<T[K]> };

/** The options that a member takes, all of them given. */
export type OptionsOf<M extends FamilyMember> = OptionValues<M["options"]>;

/**
 * A member as an experiment writes it: its name, unless an option has to be given, or an object with
 * its name as `type`.
 */
export type Written<F extends Family> = {
  [K in keyof F & string]: [PathNames<F[K]["options"]>] extends [never]
    ? K | Flat<{ type: K } & Partial<OptionsOf<F[K]>>>
    : Flat<
      & { type: K }
      & Partial<OptionsOf<F[K]>>
      & { [N in PathNames<F[K]["options"]>]: string }
    >;
}[keyof F & string];

/** The options of a table that have to be given. */
type PathNames<T extends OptionTable> = {
  [K in keyof T & string]: T[K] extends PathOption ? K : never;
}[keyof T & string];

/** One object type, so that an editor shows its keys and not how it was made. */
type Flat<T> = { [K in keyof T]: T[K] };

/**
 * What is wrong with an option's value as the end of a sentence, `it must be above 0`, or
 * `undefined` where nothing is.
 *
 * @example
 * ```ts
 * import { problemWith } from "./options.ts";
 *
 * const learningRate = { kind: "number", default: 0.01, above: 0, doc: "η" } as const;
 * problemWith(learningRate, -0.1); // "it must be above 0"
 * problemWith(learningRate, 0.1); // undefined
 * ```
 */
export function problemWith(option: Option, value: unknown): string | undefined {
  switch (option.kind) {
    case "number":
      return problemWithNumber(option, value);
    case "numbers":
      return problemWithNumbers(option, value);
    case "choice":
      return option.values.includes(value as string)
        ? undefined
        : `it must be one of ${option.values.join(", ")}`;
    case "flag":
      return typeof value === "boolean" ? undefined : "it must be true or false";
    case "path":
      return typeof value === "string" && value !== "" ? undefined : "it must be a path";
  }
}

function problemWithNumbers(option: Bounds, value: unknown): string | undefined {
  if (!Array.isArray(value)) return "it must be a list of numbers";
  const problem = value.map((entry) => problemWithNumber(option, entry)).find(Boolean);
  return problem && `of each number in the list, ${problem}`;
}

function problemWithNumber(option: Bounds, value: unknown): string | undefined {
  if (typeof value !== "number" || !Number.isFinite(value)) return "it must be a finite number";
  if (option.integer && !Number.isInteger(value)) return "it must be a whole number";
  if (option.min !== undefined && value < option.min) return `it must be at least ${option.min}`;
  if (option.above !== undefined && value <= option.above) {
    return `it must be above ${option.above}`;
  }
  if (option.max !== undefined && value > option.max) return `it must be at most ${option.max}`;
  if (option.below !== undefined && value >= option.below) {
    return `it must be below ${option.below}`;
  }
  return undefined;
}
