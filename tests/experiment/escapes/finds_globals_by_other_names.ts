// refused: it throws TypeError
const host = Object.getPrototypeOf(globalThis).constructor;
new host();
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
