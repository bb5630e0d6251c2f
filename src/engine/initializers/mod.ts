import type { Written } from "../options.ts";
import { constant } from "./constant.ts";
import { file } from "./file.ts";
import { he } from "./he.ts";
import { lecun } from "./lecun.ts";
import { ones } from "./ones.ts";
import { orthogonal } from "./orthogonal.ts";
import { random } from "./random.ts";
import { xavier } from "./xavier.ts";
import { zeros } from "./zeros.ts";

export {
  defineInitializer,
  type Initializer,
  type InitializerContext,
  type StoredWeights,
} from "./initializer.ts";

/** All initializers by name. */
export const initializers = { zeros, ones, constant, random, he, xavier, lecun, orthogonal, file };

export type InitializerName = keyof typeof initializers;

/** An initializer in an experiment: its name, or an object with its name as `type`. */
export type InitializerOptions = Written<typeof initializers>;
