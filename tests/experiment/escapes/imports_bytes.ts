// refused: it imports with attributes other than
import secret from "../canary.txt" with { type: "bytes" };
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(secret),
};
