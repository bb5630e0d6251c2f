export * from "./deep/two.js";
