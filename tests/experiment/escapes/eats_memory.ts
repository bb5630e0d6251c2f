// refused: MiB of memory
const all = [];
while (true) all.push(new Array(1e5).fill(Math.random()));
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
