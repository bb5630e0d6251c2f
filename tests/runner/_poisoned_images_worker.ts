/** A worker that decodes pictures without the approximate functions of `Math`. */
import "./_poison.ts";
import "../../src/data/images/worker.ts";
