/**
 * The program that evaluates one experiment: modules come on standard input, messages leave on
 * standard output. It is started without permissions, and with its memory limited.
 */
import type { EvaluationMessage, EvaluationModule, EvaluationRequest } from "./evaluation.ts";
import type { Failure } from "./evaluation.ts";
import { lockDown } from "./_lockdown.ts";
import { maximumJsonLength } from "./limits.ts";
import { findNotPlain } from "./plain.ts";

// Taken before any code of the experiment could put others in their place.
const { stringify } = JSON;
const { hasOwn } = Object;
const { isArray } = Array;
const { inspect, stdin, stdout } = Deno;
const encoder = new TextEncoder();

/** Longest line that an experiment may print, in characters. */
const maximumLineLength = 2000;

const mediaTypes = {
  code: "application/typescript",
  script: "text/javascript",
  json: "application/json",
  text: "text/plain",
};

/** The `blob:` URL of each module, and the file it stands for. */
const files = new Map<string, string>();
let running = false;

function write(text: string): void {
  const bytes = encoder.encode(`${text}\n`);
  for (let at = 0; at < bytes.length;) at += stdout.writeSync(bytes.subarray(at));
}

/** A message; a `toJSON` that the experiment gives all objects has no say in what is a text. */
function post(message: EvaluationMessage): void {
  write(jsonOf(message));
}

function jsonOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return stringify(value);
  let members = "";
  for (const key in value) {
    if (!hasOwn(value, key)) continue;
    const member = jsonOf((value as Record<string, unknown>)[key]);
    members += `${members && ","}${isArray(value) ? "" : `${stringify(key)}:`}${member}`;
  }
  return isArray(value) ? `[${members}]` : `{${members}}`;
}

/** A module with `blob:` URLs for what it imports; the modules before it have theirs. */
function blobOf({ text, kind, imports }: EvaluationModule, urls: readonly string[]): string {
  let code = "";
  let at = 0;
  for (const { start, end, module } of imports) {
    code += text.slice(at, start) + stringify(urls[module]);
    at = end;
  }
  code += text.slice(at);
  // Of a map that the text names, in a file or elsewhere, Deno would read the places of errors.
  return createBlob(kind === "code" ? `${code}\n//# sourceMappingURL=\n` : code, kind);
}

function createBlob(text: string, kind: keyof typeof mediaTypes): string {
  return URL.createObjectURL(new Blob([text], { type: mediaTypes[kind] }));
}

/** The experiment's exports, wrapped: to wait for them would call a `then` among them. */
interface Loaded {
  experiment: Record<string, unknown>;
}

/**
 * Imports the experiment. All modules are loaded before the first of them runs, so the lockdown
 * comes in between.
 */
async function load(modules: readonly EvaluationModule[]): Promise<Loaded> {
  const urls: string[] = [];
  for (const module of modules) {
    const url = blobOf(module, urls);
    urls.push(url);
    files.set(url, module.url);
  }
  const start = Symbol.for("start");
  Object.defineProperty(globalThis, start, {
    configurable: true,
    value() {
      Reflect.deleteProperty(globalThis, start);
      lockDown();
      running = true;
    },
  });
  const first = createBlob('globalThis[Symbol.for("start")]();', "script");
  const entry = `import ${stringify(first)}; export * as experiment from ${
    stringify(urls.at(-1))
  };`;
  return await import(createBlob(entry, "script"));
}

async function evaluate({ modules }: EvaluationRequest): Promise<void> {
  const { experiment } = await load(modules);
  if (!("default" in experiment)) return post({ type: "noDefault" });
  const found = findNotPlain(experiment.default);
  if (found) return post({ type: "notPlain", found });
  const json = stringify(experiment.default);
  if (json.length > maximumJsonLength) return post({ type: "tooLong" });
  post({ type: "value" });
  write(json);
}

function describe(error: unknown): Failure {
  const phase = running ? "run" : "load";
  try {
    if (error instanceof Error) {
      const { name, message, stack = "" } = error;
      return { phase, name: `${name}`, message: named(`${message}`), stack: named(`${stack}`) };
    }
    return { phase, name: "", message: inspect(error), stack: "" };
  } catch {
    return { phase, name: "", message: "something that cannot be shown", stack: "" };
  }
}

/** A text with the names of the files that were read. */
function named(text: string): string {
  return text.replace(/blob:[\w/-]+/g, (url) => files.get(url) ?? "sameseed");
}

function fail(error: unknown): void {
  post({ type: "failed", failure: describe(error) });
}

function print(...values: unknown[]): void {
  const texts = values.map((value) => (typeof value === "string" ? value : inspect(value)));
  post({ type: "print", text: texts.join(" ").slice(0, maximumLineLength) });
}

/** Late errors, of timers and of promises that nobody waits for. */
function listen(): void {
  addEventListener("error", (event) => {
    event.preventDefault();
    fail(event.error);
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    fail(event.reason);
  });
}

/** All of standard input; streams would take longer to load than the experiment. */
function readInput(): string {
  const decoder = new TextDecoder();
  const chunk = new Uint8Array(64 * 1024);
  let text = "";
  for (let count = stdin.readSync(chunk); count !== null; count = stdin.readSync(chunk)) {
    text += decoder.decode(chunk.subarray(0, count), { stream: true });
  }
  return text;
}

async function main(): Promise<void> {
  const request = JSON.parse(readInput());
  Object.defineProperty(globalThis, "console", {
    value: { log: print, info: print, debug: print, warn: print, error: print, table: print },
  });
  listen();
  // Whoever waits for something that never comes is ended by the caller, in time.
  setInterval(() => {}, 1e9);
  await evaluate(request).catch(fail);
}

if (import.meta.main) main();
