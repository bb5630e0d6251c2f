// refused: it uses Deno.kill
Deno.kill(1, "SIGKILL");
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
