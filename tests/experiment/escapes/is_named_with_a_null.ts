// refused: Cannot read name
export default {
  name: "small\0",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
