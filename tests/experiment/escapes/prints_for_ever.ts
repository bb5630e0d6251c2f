// refused: it is not done after
while (true) console.log("x".repeat(1000));
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
