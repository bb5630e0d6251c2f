// refused: it uses Deno.removeSync
Deno.removeSync("CANARY_FILE");
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
