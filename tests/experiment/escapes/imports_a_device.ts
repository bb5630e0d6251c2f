// refused: it imports from
import zeros from "/dev/zero" with { type: "text" };
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(zeros),
};
