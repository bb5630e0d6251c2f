export { default as a } from "./experiment.ts";
