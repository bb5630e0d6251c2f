// refused: MiB of memory
const all = [];
while (true) all.push(new Promise(() => {}));
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
