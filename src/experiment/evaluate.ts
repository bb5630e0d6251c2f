import { dirname, fromFileUrl, relative, toFileUrl } from "@std/path";
import { ExperimentError } from "../errors.ts";
import { askEvaluator } from "./ask_evaluator.ts";
import { showPath } from "./_show.ts";
import type { Failure } from "./evaluation.ts";
import { checkContainers } from "./check_containers.ts";
import { maximumJsonLength, memoryLimitMiB, timeLimitMs } from "./limits.ts";
import { readModules } from "./module_graph.ts";
import type { NotPlain } from "./plain.ts";
import { withoutControls } from "./without_controls.ts";

export interface EvaluateOptions {
  /** The file as the user named it. */
  file: string;
  /** Absolute path of it. */
  path: string;
  /** Default 10 s. */
  timeLimitMs?: number | undefined;
  /** Default 512 MiB. */
  memoryLimitMiB?: number | undefined;
  /** Gets each line that the experiment prints; nothing else shows it. */
  onPrint?: ((text: string) => void) | undefined;
  /** Called when the process that evaluates has been started. */
  onStart?: (() => void) | undefined;
}

/**
 * The default export of an experiment file. Its imports are read and checked first, without running
 * any of it; then a process of its own evaluates these very texts, which has no permissions, no
 * packages, no buffers and little memory. What it tampers with stays there; only JSON text comes
 * over.
 *
 * @throws {ExperimentError} when the file can't be loaded, throws, has no default export, exports
 *   more than plain data, or takes more time or memory than the limits
 */
export async function evaluateExperiment(options: EvaluateOptions): Promise<unknown> {
  const { file, path, onPrint, onStart } = options;
  const limits = {
    timeLimitMs: options.timeLimitMs ?? timeLimitMs,
    memoryLimitMiB: options.memoryLimitMiB ?? memoryLimitMiB,
  };
  const modules = await readModules(file, path);
  const answer = await askEvaluator({ modules }, { file, ...limits, onPrint, onStart });
  switch (answer.type) {
    case "value":
      return parseAnswer(answer.json, file);
    case "tooLong":
      throw tooLong(file);
    case "noDefault":
      throw new ExperimentError(`Cannot load ${file}: it has no default export`, {
        file,
        remedy: "Write: export default defineExperiment({ … })",
      });
    case "notPlain":
      throw notPlainError(answer.found, file);
    case "failed":
      throw failureError(answer.failure, options);
    case "late":
      throw new ExperimentError(
        `Cannot load ${file}: it is not done after ${limits.timeLimitMs / 1000} s`,
        { file, remedy: "Take out what loops, waits or exits: an experiment is plain data" },
      );
    case "ended":
      throw new ExperimentError(`Cannot load ${file}: its evaluation ended without a result`, {
        file,
        remedy: "Take out what loops, waits or exits: an experiment is plain data",
      });
    case "crashed":
      throw new ExperimentError(
        `Cannot load ${file}: it needs more than ${limits.memoryLimitMiB} MiB of memory`,
        { file, remedy: "Keep rows in a file of their own, and name that in data" },
      );
  }
}

function notPlainError({ path, got, problem }: NotPlain, file: string): ExperimentError {
  const place = showPath(path.map(withoutControls));
  const what = `${place || "the experiment"} as ${withoutControls(got)}`;
  return new ExperimentError(`Cannot read ${what}: ${withoutControls(problem)}`, {
    file,
    place: place || undefined,
  });
}

function tooLong(file: string): ExperimentError {
  const limit = `${maximumJsonLength / 1024 / 1024} MiB`;
  return new ExperimentError(`Cannot load ${file}: it must be at most ${limit} as JSON`, {
    file,
    remedy: "Keep rows in a file of their own, and name that in data",
  });
}

/** @throws {ExperimentError} for a text that is too long, too full or, forged, no JSON */
function parseAnswer(json: string, file: string): unknown {
  if (json.length > maximumJsonLength) throw tooLong(file);
  checkContainers(json, file);
  try {
    return JSON.parse(json);
  } catch {
    throw new ExperimentError(`Cannot load ${file}: what it exports is no plain data`, { file });
  }
}

function failureError(failure: Failure, { file, path }: EvaluateOptions): ExperimentError {
  const message = withoutControls(failure.message);
  const [first = "", ...details] = message.split("\n");
  const stack = withoutControls(failure.stack);
  const place = placeIn([...details, ...stack.split("\n")], path);
  if (failure.phase === "load") {
    return new ExperimentError(`Cannot load ${file}: ${loadText(first, path)}`, { file, place });
  }
  const name = withoutControls(failure.name);
  if (name === "Refused") {
    const remedy = "Take it out: an experiment is plain data and runs without permissions";
    return new ExperimentError(`Cannot load ${file}: it uses ${first}`, { file, place, remedy });
  }
  const what = name ? `${name}: ${first}` : first;
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
