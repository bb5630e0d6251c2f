// refused: Blocked by null entry
const a = 1;
if (a) /[`]/.test("");
const { fs } = await import("data:text/javascript,export * as fs from 'node:fs'"); // `
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(fs.readFileSync("CANARY_FILE")),
};
