// refused: Cannot
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  variants: JSON.parse('{"__proto__":{"epochs":3}}'),
};
