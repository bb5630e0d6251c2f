// refused: it uses Deno.openKv
await Deno.openKv("CANARY_NEW");
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
