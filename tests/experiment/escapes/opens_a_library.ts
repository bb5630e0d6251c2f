// refused: it uses Deno.dlopen
Deno.dlopen("libc.so.6", {});
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
