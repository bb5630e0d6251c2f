import { z } from "zod";
import { dataSchema } from "../data/mod.ts";
import { metrics } from "../engine/metrics/mod.ts";
import { normalizations } from "../engine/normalizations/mod.ts";
import { regularizers } from "../engine/regularizers/mod.ts";
import { earlyStoppingOptions } from "./early_stopping.ts";
import { families } from "./families.ts";
import { memberSchema, optionSchema, optionShape } from "./member_schema.ts";
import { isLiteral } from "./plain.ts";

/** Most units of a layer, and most layers. */
const maximumUnits = 1_000_000;
const maximumLayers = 1000;

/** Most epochs of a run, and rows of a batch. */
const maximumCount = 100_000_000;

const members = {
  activation: memberSchema(families.activation),
  init: memberSchema(families.init),
  biasInit: memberSchema(families.biasInit),
  loss: memberSchema(families.loss),
  optimizer: memberSchema(families.optimizer),
  schedule: memberSchema(families.schedule),
};

const dropout = optionSchema(regularizers.dropout.option);

/** The strengths of all regularizers, by their names. */
const regularizationOptions = Object.fromEntries(
  Object.values(regularizers).map(({ name, option }) => [name, option]),
);

const count = z.int().min(1).max(maximumCount);

const denseSchema = z.strictObject({
  type: z.literal("dense"),
  units: z.int().min(1).max(maximumUnits),
  activation: z.exactOptional(members.activation),
  init: z.exactOptional(members.init),
  biasInit: z.exactOptional(members.biasInit),
  dropout: z.exactOptional(dropout),
});

const normalizationSchemas = Object.values(normalizations).map(({ name, options }) =>
  z.strictObject({
    type: z.literal(name),
    ...optionShape(options),
    activation: z.exactOptional(members.activation),
    dropout: z.exactOptional(dropout),
  })
);

/** A layer is dense unless it says otherwise. */
const layerSchema = z.preprocess(
  (written) =>
    isLiteral(written) && written.type === undefined ? { ...written, type: "dense" } : written,
  z.discriminatedUnion("type", [denseSchema, ...normalizationSchemas], {
    error: ({ code }) => `${code}` === "invalid_type" ? "an object" : undefined,
  }),
);

/** Checks what one run is trained with: the settings with all patches merged over them. */
export const settingsSchema = z.strictObject({
  data: dataSchema,
  architecture: z.array(layerSchema).min(1).max(maximumLayers),
  init: z.exactOptional(members.init),
  biasInit: z.exactOptional(members.biasInit),
  loss: z.exactOptional(members.loss),
  regularization: z.exactOptional(z.strictObject(optionShape(regularizationOptions))),
  optimizer: z.exactOptional(members.optimizer),
  schedule: z.exactOptional(members.schedule),
  epochs: z.exactOptional(count),
  earlyStopping: z.exactOptional(z.strictObject(optionShape(earlyStoppingOptions))),
  batchSize: z.exactOptional(z.union([z.literal("full"), count])),
  shuffle: z.exactOptional(z.boolean()),
  recordEvery: z.exactOptional(count),
  metrics: z.exactOptional(z.array(memberSchema(metrics))),
});

/** The keys of an experiment that are settings, and so may stand in a patch or after `--set`. */
export const settingKeys: readonly string[] = Object.keys(settingsSchema.shape);

/** Largest seed: a key of the generator has 32 bits for it. */
const maximumSeed = 0xffffffff;

/** Most trials of a search: those of an experiment with one seed and one variant. */
const maximumTrials = 100_000;

/** Checks a list of seeds. */
export const seedsSchema = z.array(z.int().min(0).max(maximumSeed)).min(1);

const bounds = { low: z.number(), high: z.number() };

const searchRange = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("uniform"), ...bounds }),
  z.strictObject({ type: z.literal("log-uniform"), low: z.number().gt(0), high: z.number() }),
  z.strictObject({
    type: z.literal("integer"),
    low: z.int(),
    high: z.int(),
    scale: z.exactOptional(z.enum(["linear", "log"])),
  }),
  z.strictObject({ type: z.literal("choice"), values: z.array(z.unknown()).min(1) }),
]).superRefine((range, context) => {
  if (range.type === "choice") return;
  const { low, high } = range;
  if (low >= high) {
    context.addIssue({ code: "custom", path: ["high"], message: `it must be above low, ${low}` });
  } else if (range.type === "integer" && range.scale === "log" && low < 1) {
    context.addIssue({
      code: "custom",
      path: ["low"],
      message: "it must be at least 1 on a log scale",
    });
  }
});

const space = z.record(z.string(), searchRange);
const drawn = { seed: z.exactOptional(z.int().min(0).max(maximumSeed)), space };

/** Most trials of which one goes on. */
const maximumReduction = 100;

const halving = {
  minEpochs: count,
  reduction: z.exactOptional(z.int().min(2).max(maximumReduction)),
  metric: z.exactOptional(z.string()),
};

/** Checks how settings are searched. */
const searchSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("random"),
    runs: z.int().min(1).max(maximumTrials),
    ...drawn,
  }),
  z.strictObject({
    type: z.literal("successive-halving"),
    // There is nothing to compare a single trial with.
    runs: z.int().min(2).max(maximumTrials),
    ...drawn,
    ...halving,
  }),
  z.strictObject({
    type: z.literal("trials"),
    brackets: z.array(z.int().min(1).max(maximumTrials)).min(1),
    space,
    halving: z.exactOptional(z.strictObject(halving)),
  }),
]);

/** Patches are checked by what they make of the settings; here, that they are patches at all. */
const patch = z.record(z.string(), z.unknown());

/** Checks what an experiment has beside its settings, which pass unread. */
export const envelopeSchema = z.strictObject({
  name: z.string(),
  question: z.exactOptional(z.string().max(1000)),
  seeds: z.exactOptional(seedsSchema),
  variants: z.exactOptional(z.record(z.string(), patch)),
  grid: z.exactOptional(z.record(z.string(), z.array(z.unknown()).min(1))),
  points: z.exactOptional(z.array(patch).min(1)),
  search: z.exactOptional(searchSchema),
  ...Object.fromEntries(settingKeys.map((key) => [key, z.exactOptional(z.unknown())])),
});
