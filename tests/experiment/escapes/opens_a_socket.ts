// refused: it uses Deno.connect
await Deno.connect({ port: CANARY_PORT });
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
