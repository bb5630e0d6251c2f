import { sigmoid } from "../../numerics/mod.ts";
import { defineActivation } from "./activation.ts";

/** Also called swish (with β = 1). */
export const silu = defineActivation({
  name: "silu",
  options: {},
  doc: "a = z·sigmoid(z)",
  source:
    "Elfwing, Uchibe, Doya, Sigmoid-Weighted Linear Units …, Neural Networks 107, 2018, eq. 7",
  forward: (z) => z * sigmoid(z),
  backward(z) {
    const s = sigmoid(z);
    return s * (1 + z * (1 - s));
  },
});
