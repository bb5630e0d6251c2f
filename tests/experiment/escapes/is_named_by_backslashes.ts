// refused: Cannot read name
export default {
  name: "..\\escaped",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
