// refused: it uses Deno.stdout
Deno.stdout.writeSync([1]);
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
