export { default } from "./two.ts";
