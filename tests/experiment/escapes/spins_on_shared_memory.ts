// refused: it uses Atomics
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
