// refused: Cannot read
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  variants: { ["\x1b[2J"]: { epochs: 1 } },
};
