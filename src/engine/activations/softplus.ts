import { sigmoid, softplus as logOnePlusExp } from "../../numerics/mod.ts";
import { defineActivation } from "./activation.ts";

/** A smooth ReLU. PyTorch's is linear above z = 20, which differs by less than 3e-9. */
export const softplus = defineActivation({
  name: "softplus",
  options: {},
  doc: "a = ln(1 + eᶻ)",
  source: "Dugas, Bengio, Bélisle, Nadeau, Garcia, Incorporating Second-Order … , NIPS 2000, eq. 5",
  forward: (z) => logOnePlusExp(z),
  backward: (z) => sigmoid(z),
});
