// refused: it uses EventSource
new EventSource("CANARY_URL");
await new Promise(() => {});
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
