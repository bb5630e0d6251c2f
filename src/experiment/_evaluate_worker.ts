/** Evaluates one experiment file, locked down, and sends its default export back as JSON text. */
/// <reference lib="deno.worker" />
import type { EvaluationMessage, EvaluationRequest, Failure } from "./evaluation.ts";
import { findNotPlain } from "./plain.ts";

// Taken before any code of the experiment could put others in their place.
const post = self.postMessage.bind(self) as (message: EvaluationMessage) => void;
const stringify = JSON.stringify;
const inspect = Deno.inspect;
const permissions = Deno.permissions;
const permitted = permissions.querySync;

/** Longest line that an experiment may print, in characters. */
const maximumLineLength = 2000;

/** Whether the lockdown has run: until then, modules are only being loaded. */
function isLockedDown(): boolean {
  const path = new URL(".", import.meta.url);
  return permitted.call(permissions, { name: "read", path }).state !== "granted";
}

const lockdown = new URL("./_lockdown.ts", import.meta.url).href;

/**
 * Deno loads all modules of an import before it runs the first, so the lockdown, which takes away
 * the permission to read, comes after the experiment's own imports are read and before they run.
 */
function entryModule({ url }: EvaluationRequest): string {
  const source = `import ${stringify(lockdown)}; export * as experiment from ${stringify(url)};`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

async function evaluate(request: EvaluationRequest): Promise<EvaluationMessage> {
  try {
    const { experiment } = await import(entryModule(request));
    if (!("default" in experiment)) return { type: "noDefault" };
    const found = findNotPlain(experiment.default);
    if (found) return { type: "notPlain", found };
    return { type: "value", json: stringify(experiment.default) };
  } catch (error) {
    return { type: "failed", failure: describe(error) };
  }
}

function describe(error: unknown): Failure {
  const phase = isLockedDown() ? "run" : "load";
  try {
    if (error instanceof Error) {
      const { name, message, stack = "" } = error;
      return { phase, name: `${name}`, message: `${message}`, stack: `${stack}` };
    }
    return { phase, name: "", message: inspect(error), stack: "" };
  } catch {
    return { phase, name: "", message: "something that cannot be shown", stack: "" };
  }
}

function print(...values: unknown[]): void {
  const texts = values.map((value) => (typeof value === "string" ? value : inspect(value)));
  post({ type: "print", text: texts.join(" ").slice(0, maximumLineLength) });
}

/** Late errors, of timers and of promises that nobody waits for. */
function fail(event: Event, error: unknown): void {
  event.preventDefault();
  post({ type: "failed", failure: describe(error) });
}

self.addEventListener("error", (event) => fail(event, event.error));
self.addEventListener("unhandledrejection", (event) => fail(event, event.reason));
self.addEventListener(
  "message",
  async ({ data }: MessageEvent<EvaluationRequest>) => post(await evaluate(data)),
  { once: true },
);

Object.defineProperty(globalThis, "console", {
  value: { log: print, info: print, debug: print, warn: print, error: print, table: print },
});
