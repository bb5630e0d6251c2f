// refused: it uses WebSocket
new WebSocket("ws://127.0.0.1:CANARY_PORT/");
await new Promise(() => {});
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
