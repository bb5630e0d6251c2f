import type { Libraries } from "./draw_svg.ts";

/**
 * The files that Vega's packages have for browsers: one each, where their modules are 300 files and
 * take 130 ms to load. The same code of the same packages, which the lock file pins.
 */
export const bundles: readonly URL[] = ["vega", "vega-lite"]
  .map((name) => new URL(`./${name}.min.js`, import.meta.resolve(name)));

/** Loads the files into this thread, where they become global. */
export async function loadBundles(): Promise<Libraries> {
  for (const { href } of bundles) await import(href);
  return globalThis as unknown as Libraries;
}
