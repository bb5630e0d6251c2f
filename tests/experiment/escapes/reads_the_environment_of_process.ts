// refused: it uses process
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(process.env.SAMESEED_CANARY),
};
