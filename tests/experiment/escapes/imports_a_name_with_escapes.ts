// refused: it imports a name with an escape
import secret from "\x2e./canary.txt" with { type: "text" };
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(secret),
};
