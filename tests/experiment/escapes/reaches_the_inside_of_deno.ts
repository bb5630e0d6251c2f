// refused: it uses Deno.internal
Reflect.get(Deno, Deno.internal);
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
