import { defineActivation } from "./activation.ts";

export const linear = defineActivation({
  name: "linear",
  options: {},
  doc: "a = z: no activation, for regression and for hinge-like losses",
  source: "the identity",
  forward: (z) => z,
  backward: () => 1,
});
