import { isNormalization } from "../engine/normalizations/mod.ts";
import { canonicalJson } from "./canonical.ts";
import { defaultMembers } from "./families.ts";
import { isLiteral } from "./plain.ts";
import type { ResolvedLayer, Run } from "./types.ts";

/**
 * What a run has at one of its experiment's `differing` paths, as a cell of a table: a number stays
 * one, a member is its type, a list of numbers or words is joined by spaces, everything else is
 * JSON. `null` where the run has no such setting.
 *
 * @example
 * ```ts
 * import { settingValue } from "./setting_value.ts";
 * import { expand } from "./expand.ts";
 *
 * const { runs: [run] } = expand({
 *   name: "xor",
 *   data: { type: "generated", shape: "xor" },
 *   architecture: [{ units: 2, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
 *   init: { type: "random", scale: 0.5 },
 * });
 * settingValue(run!, "init"); // "random"
 * settingValue(run!, "init.scale"); // 0.5
 * settingValue(run!, "architecture"); // "2 tanh, 1 sigmoid"
 * ```
 */
export function settingValue(
  { settings }: Pick<Run, "settings">,
  path: string,
): string | number | boolean | null {
  if (path === "architecture") return settings.architecture.map(layerText).join(", ");
  const [, index] = /^architecture\.(\d+)$/.exec(path) ?? [];
  if (index !== undefined) return layerText(settings.architecture[Number(index)]!);
  const value = path.split(".").reduce(childOf, settings);
  if (value === undefined || value === null) return null;
  if (typeof value !== "object") return value as string | number | boolean;
  if (isLiteral(value)) return typeof value.type === "string" ? value.type : canonicalJson(value);
  const simple = (value as unknown[]).every((entry) => typeof entry !== "object");
  return simple ? (value as unknown[]).join(" ") : canonicalJson(value);
}

function childOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

/** `20 relu`, `batch-norm`, `layer-norm tanh`. */
function layerText(layer: ResolvedLayer): string {
  const { activation: { type } } = layer;
  if (!isNormalization(layer)) return `${layer.units} ${type}`;
  return type === defaultMembers.activation ? layer.type : `${layer.type} ${type}`;
}
