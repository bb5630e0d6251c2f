import { fillNormal, fillUniform } from "../../random/mod.ts";
import { defineInitializer } from "./initializer.ts";

/**
 * The tutorials' `randn(…) * 0.01`: the same small spread whatever the layer's size. For `uniform`
 * the scale is the bound, not the standard deviation.
 */
export const random = defineInitializer({
  name: "random",
  options: {
    scale: {
      kind: "number",
      default: 0.01,
      min: 0,
      doc: "Standard deviation of the normal distribution, bound of the uniform one",
    },
    distribution: {
      kind: "choice",
      default: "normal",
      values: ["normal", "uniform"],
      doc: "normal: N(0, scale²); uniform: U(−scale, scale)",
    },
  },
  doc: "w ~ N(0, scale²) or U(−scale, scale)",
  source: "Goodfellow, Bengio, Courville, Deep Learning, 2016, section 8.4",
  fill(values, { stream, place: { c0, c1 } }, { scale, distribution }) {
    if (distribution === "normal") fillNormal(values, stream, { c0, c1, deviation: scale });
    else fillUniform(values, stream, { c0, c1, low: -scale, high: scale });
  },
});
