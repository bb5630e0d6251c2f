/** Draws pictures for `startRenderer`, one after the other. */
/// <reference lib="deno.worker" />
import { loadBundles } from "./_bundles.ts";
import { warmUpSpecification } from "./_warm_up.ts";
import { drawSvg } from "./draw_svg.ts";

/** What the worker answers to a specification. */
export type FromRenderer = { type: "drawn"; svg: string } | { type: "failed"; message: string };

function post(message: FromRenderer): void {
  self.postMessage(message);
}

const libraries = loadBundles();

async function draw(specification: Record<string, unknown>): Promise<FromRenderer> {
  try {
    return { type: "drawn", svg: await drawSvg(specification, await libraries) };
  } catch (error) {
    return { type: "failed", message: String(error) };
  }
}

// Takes half of the time off the first picture, while the experiment is still read and trained.
let last: Promise<unknown> = draw(warmUpSpecification);

self.onmessage = ({ data }: MessageEvent<Record<string, unknown>>) => {
  last = last.then(() => draw(data)).then(post);
};
