// refused: it throws ReferenceError
postMessage({ type: "value" });
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
