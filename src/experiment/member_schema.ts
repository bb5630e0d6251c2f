import { z } from "zod";
import type { Bounds, Family, FamilyMember, Option, OptionTable } from "../engine/options.ts";

/**
 * Checks a member of a family, by its name or as `{ type, … }`, from the tables of options that
 * the members declare. What comes out is the long form.
 */
export function memberSchema(family: Family): z.ZodType {
  const [first, ...others] = Object.values(family).map(longFormSchema);
  if (first === undefined) throw new RangeError("Cannot check the members of an empty family");
  const wanted = `one of ${Object.keys(family).join(", ")}, or an object with a type`;
  return z.preprocess(
    (written) => (typeof written === "string" ? { type: written } : written),
    z.discriminatedUnion("type", [first, ...others], {
      // A type that is not there is another matter, which lists the types itself.
      error: ({ code }) => `${code}` === "invalid_type" ? wanted : undefined,
    }),
  );
}

function longFormSchema(member: FamilyMember) {
  return z.strictObject({ type: z.literal(member.name), ...optionShape(member.options) });
}

/** The keys of a table of options; only files have to be named, the others may be left out. */
export function optionShape(options: OptionTable): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const schema = optionSchema(option);
      return [name, option.kind === "path" ? schema : z.exactOptional(schema)];
    }),
  );
}

/** Checks the value of one option. */
export function optionSchema(option: Option): z.ZodType {
  switch (option.kind) {
    case "choice":
      return z.enum(option.values);
    case "flag":
      return z.boolean();
    case "path":
      return z.string().min(1);
    case "number":
      return numberSchema(option);
    case "numbers":
      return z.array(numberSchema(option));
  }
}

function numberSchema({ integer, min, above, max, below }: Bounds): z.ZodNumber {
  let schema: z.ZodNumber = integer ? z.int() : z.number();
  if (min !== undefined) schema = schema.min(min);
  if (above !== undefined) schema = schema.gt(above);
  if (max !== undefined) schema = schema.max(max);
  if (below !== undefined) schema = schema.lt(below);
  return schema;
}
