// refused: Cannot read name as "../../escaped"
let looks = 0;
export default {
  get name() { return looks++ ? "../../escaped" : "small"; },
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
