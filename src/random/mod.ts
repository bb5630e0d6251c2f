export { boundedInteger } from "./bounded_integer.ts";
export { fillNormal, normalFromUniform } from "./normal.ts";
export { permutation, permuteInto } from "./permutation.ts";
export { createStream, type Stream, type StreamName } from "./stream.ts";
export { threefry4x32 } from "./threefry.ts";
export { fillUniform, type Place, uniform01, uniform52 } from "./uniform.ts";
