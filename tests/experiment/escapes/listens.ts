// refused: it uses Deno.listen
Deno.listen({ port: 0 });
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
