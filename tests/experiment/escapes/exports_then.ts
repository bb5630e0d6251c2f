// harmless
export function then(done: (x: unknown) => void) { done({ default: { name: "other" } }); }
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
