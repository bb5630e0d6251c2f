// refused: it imports while it runs
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(await import("npm:sameseed-canary-package")),
};
