// harmless
(Object.prototype as any).polluted = true;
Array.prototype.map = () => [];
Math.fround = () => 0;
String.prototype.replace = () => "";
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
