// refused: Cannot read name
export default {
  name: "x".repeat(300),
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
