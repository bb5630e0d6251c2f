// refused: Cannot read
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  variants: { ["a\nb"]: { epochs: 1 } },
};
