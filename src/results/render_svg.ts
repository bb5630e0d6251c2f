import * as vega from "vega";
import * as vegaLite from "vega-lite";
import { type DrawOptions, drawSvg } from "./draw_svg.ts";

/** Draws a Vega-Lite specification in this thread, see `drawSvg`; loads Vega from its modules. */
export function renderSvg(
  specification: Record<string, unknown>,
  options: DrawOptions = {},
): Promise<string> {
  return drawSvg(specification, { vega, vegaLite, ...options });
}
