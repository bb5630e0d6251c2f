// refused: it imports from
import { lockDown } from "PROJECT/src/experiment/_lockdown.ts";
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(lockDown),
};
