// refused: it imports from jsr
import "jsr:@sameseed/canary-package";
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
