// refused: it throws RangeError
const f = (): number => f() + 1;
f();
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
