// refused: a link out of its folder
import secret from "./link.txt" with { type: "text" };
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(secret),
};
