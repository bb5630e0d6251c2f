import type { ResolvedLayer, ResolvedSettings } from "../experiment/types.ts";
import { differingValue, settingsOf, settingText } from "./settings_text.ts";
import { type DataRecord, partNames, type SweepResult } from "./types.ts";

/** A line of the set-up: what it is called and what it is. */
export type SetupLine = [name: string, text: string];

/** What all runs have in common, line by line, in words; lines that differ are left out. */
export function sharedSetup({ runs, data, experiment }: SweepResult): SetupLine[] {
  const inputs = data.length === 1 ? data[0]!.inputShape : undefined;
  const all = runs.map(({ run }) =>
    // Canonical settings are resolved ones with other paths.
    setupLines(settingsOf(experiment, run.variant) as unknown as ResolvedSettings, inputs)
  );
  const shared = (all[0] ?? []).filter(([, text], line) =>
    text !== "" && all.every((lines) => lines[line]![1] === text)
  );
  return [...shared, ["seeds", experiment.seeds.join(", ")]];
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
    ["data", dataText(data)],
    ["layers", layersText(settings, inputShape)],
    ["init", layersCommon(settings, "init")],
    ["bias init", layersCommon(settings, "biasInit")],
    ["loss", settingText(loss)],
    ["regularisation", regularizationText(regularization)],
    ["optimizer", settingText(optimizer)],
    ["schedule", settingText(schedule)],
    ["epochs", String(epochs)],
    ["early stopping", settingText(earlyStopping)],
    ["batch size", String(batchSize)],
    ["shuffle", batchSize === "full" ? "" : shuffle ? "each epoch" : "never"],
  ];
}

/** Without the fractions of a split that is not made. */
function dataText({ split, ...data }: ResolvedSettings["data"]): string {
  return settingText(split.validation > 0 || split.test > 0 ? { ...data, split } : data);
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

function regularizationText(regularization: ResolvedSettings["regularization"]): string {
  const used = Object.entries(regularization).filter(([, strength]) => strength !== 0);
  return used.map(([name, strength]) => `${name} ${settingText(strength)}`).join(", ") || "none";
}
