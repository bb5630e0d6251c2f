// refused: it imports from node
import { readFileSync } from "node:fs";
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(readFileSync("CANARY_FILE")),
};
