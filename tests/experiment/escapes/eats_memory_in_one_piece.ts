// refused: MiB of memory
new Array(3e7).fill(0.5).map((x) => ({ x }));
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
