// refused: constructor
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  constructor: { prototype: { polluted: true } },
};
