// refused: it imports from data
import "data:text/javascript,import 'npm:sameseed-canary-package'";
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
