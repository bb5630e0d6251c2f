import { dirname, fromFileUrl, relative, toFileUrl } from "@std/path";
import { ExperimentError } from "../errors.ts";
import { showPath } from "./_show.ts";
import { importRemedy } from "./package_imports.ts";
import type { EvaluationMessage, EvaluationRequest, Failure } from "./evaluation.ts";

/** How long an experiment file may take to load and run, in milliseconds. */
export const timeLimitMs = 10_000;

/** Most characters of JSON that an experiment may hold. */
export const maximumJsonLength = 64 * 1024 * 1024;

export interface EvaluateOptions {
  /** The file as the user named it. */
  file: string;
  /** Absolute path of it. */
  path: string;
  /** Default 10 s. */
  timeLimitMs?: number | undefined;
  /** Gets each line that the experiment prints; nothing else shows it. */
  onPrint?: ((text: string) => void) | undefined;
}

/**
 * The default export of an experiment file, evaluated in a worker of its own that may do nothing
 * but compute: imports are read from the experiment's folder and from sameseed only, then that
 * permission is given up, too. What it tampers with stays there; only JSON text comes over.
 *
 * @throws {ExperimentError} when the file can't be loaded, throws, has no default export, exports
 *   more than plain data, or takes longer than the time limit
 */
export async function evaluateExperiment(options: EvaluateOptions): Promise<unknown> {
  const { file } = options;
  const answer = await askWorker(options);
  switch (answer?.type) {
    case "value":
      return parseAnswer(answer.json, file);
    case "noDefault":
      throw new ExperimentError(`Cannot load ${file}: it has no default export`, {
        file,
        remedy: "Write: export default defineExperiment({ … })",
      });
    case "notPlain": {
      const { path, got, problem } = answer.found;
      const place = showPath(path);
      const what = place || "the experiment";
      throw new ExperimentError(`Cannot read ${what} as ${got}: ${problem}`, {
        file,
        place: place || undefined,
      });
    }
    case "failed":
      throw failureError(answer.failure, options);
    default:
      throw new ExperimentError(
        `Cannot load ${file}: it is not done after ${
          (options.timeLimitMs ?? timeLimitMs) / 1000
        } s`,
        { file, remedy: "Take out what loops, waits or exits: an experiment is plain data" },
      );
  }
}

/** What the worker says at last, or nothing when its time is up. */
async function askWorker(
  { path, timeLimitMs: limit = timeLimitMs, onPrint }: EvaluateOptions,
): Promise<EvaluationMessage | undefined> {
  const { promise, resolve } = Promise.withResolvers<EvaluationMessage | undefined>();
  const source = fromFileUrl(new URL("../", import.meta.url));
  const worker = new Worker(new URL("./_evaluate_worker.ts", import.meta.url), {
    type: "module",
    deno: {
      permissions: {
        read: [dirname(path), source],
        import: false,
        env: false,
        ffi: false,
        net: false,
        run: false,
        sys: false,
        write: false,
      },
    },
  });
  const timer = setTimeout(() => resolve(undefined), limit);
  worker.onmessage = ({ data }: MessageEvent<EvaluationMessage>) => {
    if (data?.type === "print") onPrint?.(withoutControls(String(data.text)));
    else resolve(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    const { message } = event;
    resolve({ type: "failed", failure: { phase: "run", name: "", message, stack: "" } });
  };
  worker.postMessage({ url: toFileUrl(path).href } satisfies EvaluationRequest);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}

function parseAnswer(json: unknown, file: string): unknown {
  if (typeof json === "string" && json.length <= maximumJsonLength) return JSON.parse(json);
  const limit = `${maximumJsonLength / 1024 / 1024} MiB`;
  throw new ExperimentError(`Cannot load ${file}: it must be at most ${limit} as JSON`, {
    file,
    remedy: "Keep rows in a file of their own, and name that in data",
  });
}

/** What Deno says of packages that the project does not have, before it asks for permissions. */
const aboutNpm = /lockfile is out of date|^npm package |registry\.npmjs\.org|["']npm:/;

function failureError(failure: Failure, { file, path }: EvaluateOptions): ExperimentError {
  const message = withoutControls(failure.message);
  const [first = "", ...details] = message.split("\n");
  const place = placeIn([...details, ...failure.stack.split("\n")].map(withoutControls), path);
  const access = /Requires (\w+) access to "([^"]*)"/.exec(message);
  if (failure.phase === "load") {
    const from = access?.[2] ?? (aboutNpm.test(first) ? "npm" : undefined);
    const what = from ? `it imports from ${from}` : loadText(first, path);
    const remedy = from && importRemedy;
    return new ExperimentError(`Cannot load ${file}: ${what}`, {
      file,
      place,
      ...(remedy && { remedy }),
    });
  }
  if (access || failure.name === "Refused") {
    const what = access ? `asks for ${access[1]} access to "${access[2]}"` : `uses ${first}`;
    const remedy = "Take it out: an experiment is plain data and runs without permissions";
    return new ExperimentError(`Cannot load ${file}: it ${what}`, { file, place, remedy });
  }
  const what = failure.name ? `${failure.name}: ${first}` : first;
  return new ExperimentError(`Cannot load ${file}: it throws ${what}`, { file, place });
}

/** Deno's reason why a module can't be loaded, with paths as the user knows them. */
function loadText(reason: string, path: string): string {
  return reason
    .replace(/^(The module's source code could not be parsed|SyntaxError): /, "")
    .replace(/ at file:\S+:\d+:\d+$/, "")
    .replace(/file:\/\/[^"'\s]+/g, (url) => nameOf(url, path));
}

/** The first place in a stack trace that lies in the experiment's folder. */
function placeIn(lines: readonly string[], path: string): string | undefined {
  const folder = toFileUrl(dirname(path)).href;
  for (const line of lines) {
    const [, url, row, column] = /(file:\/\/[^\s()"]+):(\d+):(\d+)/.exec(line) ?? [];
    if (url === undefined || !url.startsWith(`${folder}/`)) continue;
    const where = `line ${row}, column ${column}`;
    const name = nameOf(url, path);
    return name === nameOf(toFileUrl(path).href, path) ? where : `${name}, ${where}`;
  }
  return undefined;
}

/** A module's URL as a path from the experiment's folder. */
function nameOf(url: string, path: string): string {
  try {
    return relative(dirname(path), fromFileUrl(url)).replaceAll("\\", "/");
  } catch {
    return url;
  }
}

/** Text without the colours and cursor movements that a terminal would take from it. */
function withoutControls(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/\x1b\[[0-9;]*[A-Za-z]/g, "").replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "");
}
