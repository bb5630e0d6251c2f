// refused: it imports from fs
import { readFileSync } from "fs";
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(readFileSync("CANARY_FILE")),
};
