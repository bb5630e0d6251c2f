// refused: it imports from ../canary.txt
import secret from "./deep/one.ts";
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(secret),
};
