import { defineInitializer } from "./initializer.ts";

/** With zero weights all units of a layer stay equal for ever: nothing tells them apart. */
export const zeros = defineInitializer({
  name: "zeros",
  options: {},
  doc: "w = 0",
  source: "Goodfellow, Bengio, Courville, Deep Learning, 2016, section 8.4: breaking symmetry",
  fill: (values) => {
    values.fill(0);
  },
});
