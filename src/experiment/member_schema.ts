import { z } from "zod";
import type { Family, FamilyMember, Option } from "../engine/options.ts";

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
  const shape: Record<string, z.ZodType> = {};
  for (const [name, option] of Object.entries(member.options)) {
    const schema = optionSchema(option);
    shape[name] = option.kind === "path" ? schema : z.exactOptional(schema);
  }
  return z.strictObject({ type: z.literal(member.name), ...shape });
}

function optionSchema(option: Option): z.ZodType {
  switch (option.kind) {
    case "choice":
      return z.enum(option.values);
    case "flag":
      return z.boolean();
    case "path":
      return z.string().min(1);
    case "number": {
      let schema: z.ZodNumber = option.integer ? z.int() : z.number();
      if (option.min !== undefined) schema = schema.min(option.min);
      if (option.above !== undefined) schema = schema.gt(option.above);
      if (option.max !== undefined) schema = schema.max(option.max);
      if (option.below !== undefined) schema = schema.lt(option.below);
      return schema;
    }
  }
}
