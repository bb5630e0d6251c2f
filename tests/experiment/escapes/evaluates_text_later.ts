// refused: Cannot
setTimeout("globalThis.a = 1" as any);
await new Promise((done) => setTimeout(done, 20));
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String((globalThis as any).a.b),
};
