// refused: it throws Error: done
throw new Error("\x1b[2Jdone");
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
