// refused: Unknown key "__proto__" in grid
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  grid: { "__proto__.polluted": [1, 2], "constructor.prototype.polluted": [1, 2] },
};
