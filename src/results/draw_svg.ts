import type * as Vega from "vega";
import type * as VegaLite from "vega-lite";
import { darkStyle, textWidth } from "./picture_style.ts";

/** The libraries that draw, however they were loaded. */
export interface Libraries {
  vega: typeof Vega;
  vegaLite: typeof VegaLite;
}

export interface DrawOptions {
  /** Is told what the library warns of; nobody is when absent. */
  warn?: (message: string) => void;
}

/**
 * Draws a Vega-Lite specification as SVG with the same bytes on every machine: texts are measured by
 * our own table instead of a font, identifiers start anew, coordinates are rounded to 2 digits after
 * the point. On dark pages the picture turns dark.
 *
 * @param specification Colours from `inks` and `variantColors` only.
 */
export async function drawSvg(
  specification: Record<string, unknown>,
  { vega, vegaLite, ...options }: Libraries & DrawOptions,
): Promise<string> {
  const logger = collectWarnings(options.warn ?? (() => {}));
  // deno-lint-ignore no-explicit-any
  const { spec } = vegaLite.compile(specification as any, { logger });
  // Exported, but missing from Vega's types.
  const { textMetrics } = vega as unknown as { textMetrics: { width: typeof measureText } };
  const measure = textMetrics.width;
  textMetrics.width = measureText;
  vega.resetSVGDefIds();
  const view = new vega.View(vega.parse(spec), { renderer: "none", logger });
  try {
    return finishSvg(await view.toSVG(), specification.description);
  } finally {
    view.finalize();
    textMetrics.width = measure;
  }
}

/** Rounds coordinates, lets CSS find every colour, adds description, style and a last line feed. */
function finishSvg(svg: string, description: unknown): string {
  const label = typeof description === "string"
    ? ` role="img" aria-label="${escapeAttribute(description)}"`
    : "";
  return svg
    .replace(/<svg([^>]*)>/, (_, attributes) => `<svg${attributes}${label}>${darkStyle()}`)
    // XML has no place for these, and a terminal would act on them.
    // deno-lint-ignore no-control-regex
    .replaceAll(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/g, " ")
    .replaceAll(/<[^>]*>/g, roundNumbers) + "\n";
}

function escapeAttribute(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Only in attributes that hold geometry: texts keep their digits. */
function roundNumbers(tag: string): string {
  return tag.replaceAll(
    / (d|x|y|x1|x2|y1|y2|dx|dy|r|width|height|viewBox|transform)="([^"]*)"/g,
    (_, name: string, value: string) => {
      const digits = name === "d" ? 1 : 2;
      const text = value.replaceAll(/-?\d+\.\d+(?:e-?\d+)?/g, (number) => round(number, digits));
      return ` ${name}="${text}"`;
    },
  );
}

function round(number: string, digits: number): string {
  const rounded = Number(Number(number).toFixed(digits));
  return String(rounded === 0 ? 0 : rounded);
}

function measureText(item: { fontSize?: number; text?: unknown }, text: unknown): number {
  return textWidth(String(text ?? item.text ?? ""), item.fontSize ?? 11);
}

function collectWarnings(warn: (message: string) => void) {
  const logger = {
    level: () => logger,
    error: report,
    warn: report,
    info: () => logger,
    debug: () => logger,
  };
  function report(...messages: readonly unknown[]) {
    warn(messages.map(String).join(" "));
    return logger;
  }
  // deno-lint-ignore no-explicit-any
  return logger as any;
}
