// harmless
/// <reference types="npm:sameseed-canary-package" />
/// <reference path="CANARY_FILE" />
// @deno-types="npm:sameseed-canary-package"
/** @jsxImportSource npm:sameseed-canary-package */
export default {
  name: "small",
  data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }],
};
