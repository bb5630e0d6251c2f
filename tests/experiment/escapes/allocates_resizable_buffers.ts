// refused: it uses ArrayBuffer
new ArrayBuffer(1, { maxByteLength: 1e10 }).resize(1e10);
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
