import { RunError } from "../errors.ts";
import { bundles } from "./_bundles.ts";
import type { FromRenderer } from "./_render_worker.ts";

/** The SVG of a Vega-Lite specification; see `renderSvg`. */
export type DrawPicture = (specification: Record<string, unknown>) => Promise<string>;

/** A worker that draws pictures. */
export interface Renderer {
  /** The bytes are those of `renderSvg`; throws `RunError` where that throws. */
  draw: DrawPicture;
  /** Ends the worker, and with it what is still drawn. */
  close: () => void;
}

/** Starts a worker without permissions but to read its libraries, that loads and warms up by itself and draws when asked. */
export function startRenderer(): Renderer {
  const worker = new Worker(new URL("./_render_worker.ts", import.meta.url), {
    type: "module",
    deno: { permissions: { read: [...bundles] } },
  });
  const waiting: { resolve: (svg: string) => void; reject: (error: Error) => void }[] = [];
  let broken: RunError | undefined;
  worker.onmessage = ({ data }: MessageEvent<FromRenderer>) => {
    const { resolve, reject } = waiting.shift()!;
    if (data.type === "drawn") resolve(data.svg);
    else reject(new RunError(`Cannot draw the picture: ${data.message}`));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    broken = new RunError(`Cannot draw the picture: ${event.message}`);
    for (const { reject } of waiting.splice(0)) reject(broken);
  };
  return {
    draw(specification) {
      if (broken) return Promise.reject(broken);
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      waiting.push({ resolve, reject });
      worker.postMessage(specification);
      return promise;
    },
    close: () => worker.terminate(),
  };
}
