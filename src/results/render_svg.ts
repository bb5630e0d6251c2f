import * as vega from "vega";
import * as vegaLite from "vega-lite";
import { type DrawOptions, drawSvg } from "./draw_svg.ts";

let last: Promise<unknown> = Promise.resolve();

/**
 * Draws a Vega-Lite specification in this thread, see `drawSvg`; loads Vega from its modules. Of
 * several one is drawn after the other, for the library has global state.
 */
export function renderSvg(
  specification: Record<string, unknown>,
  options: DrawOptions = {},
): Promise<string> {
  const drawn = last.then(() => drawSvg(specification, { vega, vegaLite, ...options }));
  last = drawn.catch(() => {});
  return drawn;
}
