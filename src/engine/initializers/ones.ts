import { defineInitializer } from "./initializer.ts";

/** As with zeros, all units of a layer stay equal; of use for scales, and to show the symmetry. */
export const ones = defineInitializer({
  name: "ones",
  options: {},
  doc: "w = 1",
  source: "Goodfellow, Bengio, Courville, Deep Learning, 2016, section 8.4: breaking symmetry",
  fill(values) {
    values.fill(1);
  },
});
