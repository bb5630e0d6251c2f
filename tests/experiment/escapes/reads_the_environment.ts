// refused: it uses Deno.env
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(Deno.env.get("SAMESEED_CANARY")),
};
