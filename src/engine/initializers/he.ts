import { distribution, fillSpread } from "./_spread.ts";
import { defineInitializer } from "./initializer.ts";

/**
 * For ReLU layers: half the units are off, so twice the variance keeps the signal's size. PyTorch's
 * `kaiming_normal_` with its default fan-in mode and ReLU gain; not truncated as Keras's
 * `he_normal` is.
 */
export const he = defineInitializer({
  name: "he",
  options: { distribution },
  doc: "variance 2 / fanIn: w ~ N(0, 2/fanIn) or U(±√(6/fanIn))",
  source: "He, Zhang, Ren, Sun, Delving Deep into Rectifiers, ICCV 2015, eq. 10",
  fill(values, context, { distribution }) {
    fillSpread(values, context, { deviation: Math.sqrt(2 / context.fanIn), distribution });
  },
});
