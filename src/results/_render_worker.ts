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

/** More of them take more time from what is loaded meanwhile than they save. */
const warmUps = 2;

let asked = false;

/** Draws for nobody while the experiment is still read and trained: it takes half of the time off. */
async function warmUp(): Promise<void> {
  for (let k = 0; k < warmUps && !asked; k++) {
    await draw(warmUpSpecification);
    // Lets messages in.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

let last: Promise<unknown> = warmUp();

self.onmessage = ({ data }: MessageEvent<Record<string, unknown>>) => {
  asked = true;
  last = last.then(() => draw(data)).then(post);
};
