// refused: it uses Deno.Symbol(Deno.internal)
Reflect.get(Deno, Symbol.for("Deno.internal")).core.ops.op_exit(0);
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
