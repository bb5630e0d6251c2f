/** Draws pictures for `startRenderer`, one after the other. */
/// <reference lib="deno.worker" />
import { warmUpSpecification } from "./_warm_up.ts";
import { renderSvg } from "./render_svg.ts";

/** What the worker answers to a specification. */
export type FromRenderer = { type: "drawn"; svg: string } | { type: "failed"; message: string };

function post(message: FromRenderer): void {
  self.postMessage(message);
}

async function draw(specification: Record<string, unknown>): Promise<FromRenderer> {
  try {
    return { type: "drawn", svg: await renderSvg(specification) };
  } catch (error) {
    return { type: "failed", message: String(error) };
  }
}

// Takes half of the time off the first picture, while the experiment is still read and trained.
let last: Promise<unknown> = draw(warmUpSpecification);

self.onmessage = ({ data }: MessageEvent<Record<string, unknown>>) => {
  last = last.then(() => draw(data)).then(post);
};
