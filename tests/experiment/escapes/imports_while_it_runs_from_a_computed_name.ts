// refused: it imports while it runs
const name = ["n", "pm:sameseed-canary-package"].join("");
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(await import(name)),
};
