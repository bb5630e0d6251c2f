// refused: it has an import that is not understood
import fs = require("node:fs");
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(fs.readFileSync("CANARY_FILE")),
};
