// refused: Cannot read name
export default {
  name: ".git",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
