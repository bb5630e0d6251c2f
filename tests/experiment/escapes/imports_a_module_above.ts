// refused: it imports from ../canary.ts
import secret from "../canary.ts";
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(secret),
};
