// refused: it imports from npm
export * from "npm:sameseed-canary-package";
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
