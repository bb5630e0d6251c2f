import type { ResolvedLayer, ResolvedSettings } from "../experiment/types.ts";
import { rangesText } from "./bounded.ts";
import { differingValue, settingsOf, settingText } from "./settings_text.ts";
import { type DataRecord, partNames, type SweepResult } from "./types.ts";

/** A line of the set-up: what it is called and what it is. */
export type SetupLine = [name: string, text: string];

/**
 * What all runs have in common, line by line, in words. Of data, regularisation and optimizer the
 * parts in common stay where others differ; every other line that differs is left out.
 */
export function sharedSetup({ runs, data, experiment }: SweepResult): SetupLine[] {
  const inputs = data.length === 1 ? data[0]!.inputShape : undefined;
  const all = runs.map(({ run }) =>
    // Canonical settings are resolved ones with other paths.
    settingsOf(experiment, run.variant) as unknown as ResolvedSettings
  );
  const lines = all.map((settings) => setupLines(settings, inputs));
  const parts = partsInCommon(all);
  const shared = (lines[0] ?? []).map(([name, text], line): SetupLine =>
    lines.every((others) => others[line]![1] === text) ? [name, text] : [name, parts[name] ?? ""]
  );
  return [...shared.filter(([, text]) => text !== ""), ["seeds", rangesText(experiment.seeds)]];
}

/** Texts of the parts that all settings have in common, empty where there is none. */
function partsInCommon(all: readonly ResolvedSettings[]): Record<string, string> {
  const text = (parts: Parts) => Object.keys(parts).length === 0 ? "" : settingText(parts);
  return {
    data: text(common(all.map(({ data }) => shownData(data)))),
    optimizer: text(common(all.map(({ optimizer }) => ({ ...optimizer })))),
    regularisation: strengthsText(common(all.map(({ regularization }) => ({ ...regularization })))),
  };
}

type Parts = Record<string, unknown>;

function common(all: readonly Parts[]): Parts {
  const [first = {}, ...others] = all;
  return Object.fromEntries(
    Object.entries(first).flatMap(([key, value]): [string, unknown][] => {
      if (value === undefined) return [];
      if (others.every((other) => settingText(other[key]) === settingText(value))) {
        return [[key, value]];
      }
      const inner = all.map((parts) => parts[key]);
      if (!inner.every(isParts)) return [];
      const shared = common(inner);
      return Object.keys(shared).length === 0 ? [] : [[key, shared]];
    }),
  );
}

function isParts(value: unknown): value is Parts {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What sets each variant apart: the value at each differing path. */
export function differingSetup({ runs, experiment }: SweepResult): Map<string, string[]> {
  const names = new Set(runs.map(({ run }) => run.variant));
  return new Map([...names].map((name) => {
    const settings = settingsOf(experiment, name);
    return [name, experiment.differing.map((path) => settingText(differingValue(settings, path)))];
  }));
}

/** `8 train, 4 test`. */
export function rowsText({ rows }: DataRecord): string {
  return partNames.flatMap((part) => rows[part] ? `${rows[part]} ${part}` : []).join(", ");
}

function setupLines(settings: ResolvedSettings, inputShape: number[] | undefined): SetupLine[] {
  const {
    regularization,
    optimizer,
    loss,
    epochs,
    batchSize,
    shuffle,
    data,
    schedule,
    earlyStopping,
  } = settings;
  return [
    ["data", settingText(shownData(data))],
    ["layers", layersText(settings, inputShape)],
    ["init", layersCommon(settings, "init")],
    ["bias init", layersCommon(settings, "biasInit")],
    ["loss", settingText(loss)],
    ["regularisation", strengthsText({ ...regularization }) || "none"],
    ["optimizer", settingText(optimizer)],
    ["schedule", settingText(schedule)],
    ["epochs", String(epochs)],
    ["early stopping", settingText(earlyStopping)],
    ["batch size", String(batchSize)],
    ["shuffle", batchSize === "full" ? "" : shuffle ? "each epoch" : "never"],
  ];
}

/** Without the fractions of a split that is not made. */
function shownData({ split, ...data }: ResolvedSettings["data"]): Parts {
  return split.validation > 0 || split.test > 0 ? { ...data, split } : data;
}

/** `12288 → 20 relu → 1 sigmoid`. */
function layersText({ architecture }: ResolvedSettings, inputShape: number[] | undefined): string {
  const layers = architecture.map((layer) => {
    const { dropout } = layer;
    const text = layerText(layer);
    return dropout > 0 ? `${text}, dropout ${dropout}` : text;
  });
  const inputs = inputShape === undefined
    ? []
    : [String(inputShape.reduce((product, size) => product * size, 1))];
  return [...inputs, ...layers].join(" → ");
}

function layerText(layer: ResolvedLayer): string {
  const activation = settingText(layer.activation);
  if ("units" in layer) return `${layer.units} ${activation}`;
  const { activation: { type: name }, dropout: _, ...member } = layer;
  return name === "linear" ? settingText(member) : `${settingText(member)} ${activation}`;
}

/** What the layers start from: once where it is the same for all. */
function layersCommon({ architecture }: ResolvedSettings, key: "init" | "biasInit"): string {
  const texts = architecture.flatMap((layer) => "units" in layer ? [settingText(layer[key])] : []);
  return new Set(texts).size === 1 ? texts[0]! : texts.join(", ");
}

function strengthsText(regularization: Parts): string {
  const used = Object.entries(regularization).filter(([, strength]) => strength !== 0);
  return used.map(([name, strength]) => `${name} ${settingText(strength)}`).join(", ");
}
