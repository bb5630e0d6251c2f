// refused: it imports from ../canary.json
import secret from "../canary.json" with { type: "json" };
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(secret.secret),
};
