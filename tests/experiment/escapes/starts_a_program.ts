// refused: it uses Deno.Command
new Deno.Command("touch", { args: ["CANARY_NEW"] }).outputSync();
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
