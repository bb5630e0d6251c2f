// refused: it imports from
import secret from "file://CANARY_FILE" with { type: "text" };
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(secret),
};
