// refused: it uses Deno.permissions
await Deno.permissions.request({ name: "read" });
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
