import { z } from "zod";
import { preparationShape } from "./preparation.ts";

/** The point clouds that can be generated, each in the plane. */
export const generatedShapes = ["two-moons", "spiral", "xor", "blobs"] as const;

/** Checks the options of `generated` data. */
export const generatedSchema = z.strictObject({
  type: z.literal("generated"),
  /** What the points of the classes look like; see `loadGenerated`. */
  shape: z.enum(generatedShapes),
  /** Number of points, dealt to the classes in turn; default 200. */
  rows: z.exactOptional(z.int().min(2).max(10_000_000)),
  /** Standard deviation of the normal noise on both coordinates; default 0.1. */
  noise: z.exactOptional(z.number().min(0).max(1000)),
  /** Number of classes, for `spiral` and `blobs`; default 2. */
  classes: z.exactOptional(z.int().min(2).max(1000)),
  /** Seed of the noise, apart from the seeds of the runs; default 1. */
  seed: z.exactOptional(z.int().min(0).max(0xffffffff)),
  ...preparationShape,
}).refine(
  ({ shape, classes = 2 }) => classes === 2 || shape === "spiral" || shape === "blobs",
  { error: "only spiral and blobs have more than 2 classes", path: ["classes"] },
).refine(({ rows = 200, classes = 2 }) => rows >= classes, {
  error: "rows must be at least classes",
  path: ["rows"],
});

export type { GeneratedOptions } from "./data_options.ts";
