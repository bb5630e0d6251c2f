// refused: it imports from 127.0.0.1:CANARY_PORT
import "CANARY_URL/x.ts";
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
