// refused: Cannot read name
export default {
  name: "nul.txt",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
