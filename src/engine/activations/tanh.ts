import { tanh as hyperbolicTangent } from "../../numerics/mod.ts";
import { defineActivation } from "./activation.ts";

export const tanh = defineActivation({
  name: "tanh",
  options: {},
  doc: "a = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ), between −1 and 1",
  source: "LeCun, Bottou, Orr, Müller, Efficient BackProp, 1998, section 4.4, without its scaling",
  forward: (z) => hyperbolicTangent(z),
  backward: (_z, a) => 1 - a * a,
});
