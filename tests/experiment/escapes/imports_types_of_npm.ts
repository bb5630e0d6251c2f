// refused: it imports from npm
import type { A } from "npm:sameseed-canary-package";
export type B = A;
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
