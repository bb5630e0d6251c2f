// refused: it uses Deno.hostname
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(Deno.hostname()),
};
