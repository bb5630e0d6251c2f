// refused: it is not done after
await new Promise(() => {});
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
