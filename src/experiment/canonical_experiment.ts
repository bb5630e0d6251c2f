import { isNormalization } from "../engine/normalizations/mod.ts";
import { withoutAddedDefaults } from "./added_options.ts";
import { canonicalJson } from "./canonical.ts";
import { withoutUnused } from "./canonical_unused.ts";
import { canonicalDataPaths, canonicalMemberPaths } from "./data_paths.ts";
import { families } from "./families.ts";
import { isLiteral } from "./plain.ts";
import type {
  CanonicalExperiment,
  CanonicalSettings,
  Experiment,
  Member,
  PlainValue,
  ResolvedSearch,
  ResolvedSettings,
} from "./types.ts";

/** What a canonical experiment is made of. */
export interface ExpandedExperiment {
  name: string;
  question: string;
  seeds: readonly number[];
  variants: readonly { name: string; settings: ResolvedSettings }[];
  search?: ResolvedSearch;
}

/**
 * The canonical form of an experiment: what its variants share once, what is left with each.
 *
 * @param experiment The experiment with its variants resolved, one or more.
 * @param file The experiment file, which paths become relative to.
 */
export function canonicalExperiment(
  { name, question, seeds, variants, search }: ExpandedExperiment,
  file: string | undefined,
): CanonicalExperiment {
  const plain = plainData(file);
  const losses = withoutAddedDefaults(variants.map(({ settings }) => settings.loss), families.loss);
  const all = withoutUnused(variants.map(({ settings: written }, index) => {
    const settings = withMemberPaths(written, file);
    return {
      ...settings,
      loss: losses[index],
      data: plain(settings.data),
      architecture: ownOfLayers(settings),
    };
  }));
  const shared = (Object.keys(all[0]!) as (keyof ResolvedSettings)[]).filter((key) => {
    const texts = new Set(all.map((settings) => settings[key]).map(memoText()));
    return texts.size === 1;
  });
  return {
    name,
    question,
    seeds: [...seeds],
    settings: pick(all[0]!, (key) => shared.includes(key)),
    variants: variants.map((variant, index) => ({
      name: variant.name,
      settings: pick(all[index]!, (key) => !shared.includes(key)),
    })),
    ...(search ? { search } : {}),
  };
}

/** Data in its canonical form, worked out once for all settings that share it. */
function plainData(file: string | undefined) {
  const known = new Map<object, PlainValue>();
  return (data: ResolvedSettings["data"]): PlainValue => {
    const found = known.get(data);
    if (found !== undefined) return found;
    const plain = withClassPairs(canonicalDataPaths({ ...data }, file));
    // Data keeps its keys in the order they are written in, which must not show in any file.
    const sorted = JSON.parse(canonicalJson(plain)) as PlainValue;
    known.set(data, sorted);
    return sorted;
  };
}

/** Settings whose members name files relative to the experiment. */
function withMemberPaths(settings: ResolvedSettings, file: string | undefined): ResolvedSettings {
  const own = <T extends { init: Member; biasInit: Member }>(holder: T): T => ({
    ...holder,
    init: canonicalMemberPaths(holder.init, { family: families.init, file }),
    biasInit: canonicalMemberPaths(holder.biasInit, { family: families.biasInit, file }),
  });
  return {
    ...own(settings),
    architecture: settings.architecture.map((layer) => isNormalization(layer) ? layer : own(layer)),
  };
}

/** Layers without what they have from the experiment, which would repeat it in every variant. */
function ownOfLayers(settings: ResolvedSettings): PlainValue {
  const last = settings.architecture.length - 1;
  return settings.architecture.map((layer, index) => {
    if (isNormalization(layer)) {
      const { dropout, ...others } = layer;
      return { ...others, ...(dropout === 0 ? {} : { dropout }) };
    }
    const { units, activation, init, biasInit, dropout } = layer;
    const followed = index === last ? 0 : settings.regularization.dropout;
    return {
      units,
      activation,
      ...(isSame(init, settings.init) ? {} : { init }),
      ...(isSame(biasInit, settings.biasInit) ? {} : { biasInit }),
      ...(dropout === followed ? {} : { dropout }),
    };
  });
}

function isSame(a: Member, b: Member): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}

/** The order of classes is that of their labels, and objects keep none in canonical JSON. */
function withClassPairs(data: Record<string, unknown>): PlainValue {
  const { classes } = data;
  const plain = isLiteral(classes) ? { ...data, classes: Object.entries(classes) } : data;
  return plain as PlainValue;
}

/** Canonical JSON, worked out once for each object. */
function memoText() {
  const known = new Map<unknown, string>();
  return (value: unknown): string => {
    // What one variant has, another may lack.
    const found = known.get(value) ?? (value === undefined ? "" : canonicalJson(value));
    known.set(value, found);
    return found;
  };
}

type SomeSettings = { [K in keyof ResolvedSettings]: unknown };

function pick(settings: SomeSettings, keep: (key: keyof ResolvedSettings) => boolean) {
  const entries = Object.entries(settings).filter(([key]) => keep(key as keyof ResolvedSettings));
  return Object.fromEntries(entries) as CanonicalSettings;
}

/**
 * An experiment that expands to the very runs of a canonical one, such as a manifest holds; it is
 * still to be checked by `parseExperiment`.
 */
export function experimentOf(canonical: CanonicalExperiment): unknown {
  const { name, question, seeds, settings, variants, search } = canonical;
  return {
    name,
    ...(question === "" ? {} : { question }),
    seeds,
    ...withClassRecord(settings),
    variants: Object.fromEntries(
      variants.map((variant) => [variant.name, withClassRecord(variant.settings)]),
    ),
    ...(search ? { search: { type: "trials", ...search } } : {}),
  } satisfies Partial<Record<keyof Experiment, unknown>>;
}

function withClassRecord(settings: CanonicalSettings): CanonicalSettings {
  const { data } = settings;
  if (!isLiteral(data) || data.type !== "images" || !Array.isArray(data.classes)) return settings;
  return { ...settings, data: { ...data, classes: Object.fromEntries(data.classes) } };
}
