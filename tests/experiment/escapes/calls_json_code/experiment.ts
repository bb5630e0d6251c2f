// refused: Cannot load
import data from "./data.json" with { type: "json" };
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(data),
};
