import { distribution, fillSpread } from "./_spread.ts";
import { defineInitializer } from "./initializer.ts";

/**
 * A compromise between keeping the size of activations and that of gradients, for tanh-like units.
 * The tutorials' √(1/fanIn) is another formula, LeCun's. Keras's `glorot_normal` is truncated, this
 * one is not; its `glorot_uniform` is `uniform` here.
 */
export const xavier = defineInitializer({
  name: "xavier",
  options: { distribution },
  doc: "variance 2 / (fanIn + fanOut): w ~ N(0, 2/(fanIn+fanOut)) or U(±√(6/(fanIn+fanOut)))",
  source: "Glorot, Bengio, Understanding the Difficulty of Training …, AISTATS 2010, eq. 12, 16",
  fill(values, context, { distribution }) {
    const { fanIn, fanOut } = context;
    fillSpread(values, context, { deviation: Math.sqrt(2 / (fanIn + fanOut)), distribution });
  },
});
