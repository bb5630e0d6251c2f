// refused: Cannot read name
export default {
  name: "small:stream",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
