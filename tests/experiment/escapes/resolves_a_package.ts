// refused: it uses import.meta
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: import.meta.resolve("npm:sameseed-canary-package"),
};
