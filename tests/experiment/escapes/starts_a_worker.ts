// refused: it uses Worker
new Worker("data:text/javascript,", { type: "module" });
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
