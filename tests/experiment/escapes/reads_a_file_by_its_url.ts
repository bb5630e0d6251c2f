// refused: it uses fetch
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
  question: String(await (await fetch("file://CANARY_FILE")).text()),
};
