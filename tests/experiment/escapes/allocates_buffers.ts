// refused: it uses Uint8Array
const all = [];
while (true) all.push(new Uint8Array(1e8).fill(1));
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
