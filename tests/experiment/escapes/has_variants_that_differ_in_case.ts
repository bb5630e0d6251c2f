// refused: Cannot use variants
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  variants: { He: { epochs: 1 }, he: { epochs: 2 } },
};
