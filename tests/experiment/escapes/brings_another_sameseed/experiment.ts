// harmless
import { defineExperiment } from "sameseed";
export default defineExperiment({
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
});
