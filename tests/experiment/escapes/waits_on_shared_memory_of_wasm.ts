// refused: it uses WebAssembly
new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
