// refused: it imports from npm
export { default } from "npm:sameseed-canary-package";
