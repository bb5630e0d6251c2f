// refused: it throws TypeError: Blocked by null entry
const a = 1;
if (a) /[`]/.test("");
const fs = await import("node:fs"); // `
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(fs.readFileSync("CANARY_FILE")),
};
