import { distribution, fillSpread } from "./_spread.ts";
import { defineInitializer } from "./initializer.ts";

/**
 * Keeps the variance of a sum of fanIn inputs of variance 1 at 1; made for tanh, and what SELU
 * needs. The tutorials' `randn(…) / sqrt(fanIn)`. Keras's `lecun_normal` is truncated, this one is
 * not; its `lecun_uniform` is `uniform` here. PyTorch's default for `Linear` is none of the two: it
 * is U(±1/√fanIn), a third of this variance.
 */
export const lecun = defineInitializer({
  name: "lecun",
  options: { distribution },
  doc: "variance 1 / fanIn: w ~ N(0, 1/fanIn) or U(±√(3/fanIn))",
  source: "LeCun, Bottou, Orr, Müller, Efficient BackProp, 1998, eq. 16",
  fill(values, context, { distribution }) {
    fillSpread(values, context, { deviation: Math.sqrt(1 / context.fanIn), distribution });
  },
});
