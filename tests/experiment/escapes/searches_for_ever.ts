// refused: it is not done after
/^(a+)+$/.test("a".repeat(50) + "b");
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
