import { sigmoid as logistic } from "../../numerics/mod.ts";
import { defineActivation } from "./activation.ts";

export const sigmoid = defineActivation({
  name: "sigmoid",
  options: {},
  doc: "a = 1 / (1 + e⁻ᶻ), between 0 and 1",
  source: "Rumelhart, Hinton, Williams, Nature 323, 1986, eq. 2",
  forward: (z) => logistic(z),
  backward: (_z, a) => a * (1 - a),
});
