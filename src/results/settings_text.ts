import { settingValue } from "../experiment/setting_value.ts";
import type {
  CanonicalSettings,
  ResolvedExperiment,
  ResolvedSettings,
} from "../experiment/types.ts";
import { numberCell } from "./cells.ts";

/**
 * A setting as one readable text: `he`, `random(scale=0.01)`, `[20 7 1]`. Keys keep their order, so
 * equal settings have equal texts; the options of a member that has none are left away.
 *
 * @example
 * ```ts
 * import { settingText } from "./settings_text.ts";
 *
 * settingText({ type: "random", scale: 0.01 }); // "random(scale=0.01)"
 * ```
 */
export function settingText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return numberCell(value);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(settingText).join(" ")}]`;
  const { type, ...options } = value as Record<string, unknown>;
  const pairs = Object.entries(options)
    .filter(([, option]) => option !== undefined)
    .map(([key, option]) => `${key}=${settingText(option)}`)
    .join(" ");
  if (typeof type !== "string") return `(${pairs})`;
  return pairs === "" ? type : `${type}(${pairs})`;
}

/**
 * The settings of a variant as the canonical experiment has them: what files show, since paths in
 * them do not depend on the machine.
 *
 * @throws {RangeError} The experiment has no such variant.
 */
export function settingsOf(experiment: ResolvedExperiment, variant: string): CanonicalSettings {
  const { settings, variants } = experiment.canonical;
  const own = variants.find(({ name }) => name === variant);
  if (own === undefined) throw new RangeError(`Cannot find the settings of variant "${variant}"`);
  return { ...settings, ...own.settings };
}

/** What settings have at one of the experiment's differing paths: `random`, 0.01. */
export function differingValue(settings: CanonicalSettings, path: string): string | number {
  // Canonical settings are resolved ones with other paths.
  const value = settingValue({ settings: settings as unknown as ResolvedSettings }, path);
  return typeof value === "number" ? value : String(value ?? "");
}
