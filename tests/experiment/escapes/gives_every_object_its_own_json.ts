// refused: Cannot read name as "../other"
(Object.prototype as any).toJSON = () => ({ name: "../other" });
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
