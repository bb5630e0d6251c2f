import { fillNormal, fillUniform } from "../../random/mod.ts";
import type { InitializerContext } from "./initializer.ts";

/** Draws with mean 0 and the given standard deviation, normal or uniform within ±√3 deviations. */
export function fillSpread(
  values: Float32Array,
  context: InitializerContext,
  spread: { deviation: number; distribution: "normal" | "uniform" },
): void {
  const { stream, place: { c0, c1 } } = context;
  const { deviation, distribution } = spread;
  if (distribution === "normal") return fillNormal(values, stream, { c0, c1, deviation });
  const limit = Math.sqrt(3) * deviation;
  fillUniform(values, stream, { c0, c1, low: -limit, high: limit });
}

/** The choice that He and Xavier share. */
export const distribution = {
  kind: "choice",
  default: "normal",
  values: ["normal", "uniform"],
  doc: "Shape of the distribution; both have the same variance",
} as const;
