// harmless
(self as any).onmessage = () => {};
(self as any).onerror = () => true;
(self as any).onunhandledrejection = () => {};
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
