// refused: Cannot read name
export default {
  name: "sm\u0430ll",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
