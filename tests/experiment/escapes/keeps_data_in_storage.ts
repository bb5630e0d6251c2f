// refused: it uses localStorage
localStorage.setItem("a", "b");
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
