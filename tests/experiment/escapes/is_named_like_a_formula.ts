// refused: Cannot read name
export default {
  name: "=1+1",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
