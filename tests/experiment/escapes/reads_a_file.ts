// refused: it uses Deno.readTextFileSync
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(Deno.readTextFileSync("CANARY_FILE")),
};
