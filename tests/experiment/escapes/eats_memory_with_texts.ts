// refused: MiB of memory
const all = [];
for (let i = 0; ; i++) all.push([..."x".repeat(1000) + i].join(""));
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
