// refused: it throws TypeError: Blocked by null entry
const a = 1;
if (a) /[`]/.test("");
(await import("node:process")).exit(0); // `
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
