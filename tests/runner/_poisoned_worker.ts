/** A worker that trains without the approximate functions of `Math`. */
import "./_poison.ts";
import "../../src/runner/worker.ts";
