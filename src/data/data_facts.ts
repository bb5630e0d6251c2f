import { z } from "zod";
import { encodingSchema, maximumColumns } from "./preprocessing.ts";
import type { LoadedData } from "./types.ts";

/** What is known of loaded data besides its rows. */
export type DataFacts = Omit<LoadedData, "parts" | "digest">;

const schema = z.strictObject({
  inputShape: z.array(z.int().min(1).max(maximumColumns)).min(1).max(8),
  features: z.exactOptional(z.array(z.string())),
  encoding: z.exactOptional(z.array(encodingSchema)),
  imputes: z.exactOptional(z.boolean()),
  classes: z.exactOptional(z.array(z.string())),
});

/**
 * Checks what a file from elsewhere says about a data set.
 *
 * @param value As parsed from JSON.
 * @throws {Error} It is something else.
 */
export function parseDataFacts(value: unknown): DataFacts {
  return schema.parse(value);
}
