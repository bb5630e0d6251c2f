// refused: Cannot read name
export default {
  name: "cafe\u0301",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
