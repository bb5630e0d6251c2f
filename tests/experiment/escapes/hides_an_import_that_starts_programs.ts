// refused: it throws TypeError: Blocked by null entry
const a = 1;
if (a) /[`]/.test("");
const { execSync } = await import("node:child_process"); // `
execSync("touch CANARY_NEW");
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
