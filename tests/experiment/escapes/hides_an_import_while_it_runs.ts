// refused: Cannot load
const a = 1;
if (a) /[`]/.test("");
await import("npm:sameseed-canary-package"); // `
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
