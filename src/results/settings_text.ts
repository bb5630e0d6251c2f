import type { CanonicalSettings, ResolvedExperiment } from "../experiment/types.ts";
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

/** The value at a dotted path of settings, `undefined` where there is none. */
export function settingAt(settings: CanonicalSettings, path: string): unknown {
  let value: unknown = settings;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
