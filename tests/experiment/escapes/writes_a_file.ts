// refused: it uses Deno.writeTextFileSync
Deno.writeTextFileSync("CANARY_NEW", "escaped");
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
