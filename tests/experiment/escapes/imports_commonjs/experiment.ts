// refused: which does not end in
import fs from "./one.cjs";
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(fs),
};
