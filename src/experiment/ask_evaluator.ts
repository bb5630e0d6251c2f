import { fromFileUrl } from "@std/path";
import { ExperimentError } from "../errors.ts";
import type { EvaluationMessage, EvaluationRequest } from "./evaluation.ts";
import { maximumJsonLength } from "./limits.ts";
import { withoutControls } from "./without_controls.ts";

/** What the evaluating process says at last, if it does before its time or memory is used up. */
export type Answer =
  | Exclude<EvaluationMessage, { type: "print" | "value" }>
  | { type: "value"; json: string }
  | { type: "late" }
  /** It has come to its end by a crash, as for want of memory, or by itself. */
  | { type: "crashed" | "ended" };

export interface AskOptions {
  file: string;
  timeLimitMs: number;
  memoryLimitMiB: number;
  onPrint?: ((text: string) => void) | undefined;
  onStart?: (() => void) | undefined;
}

/** Most characters that an experiment may print; what comes after them is dropped. */
const maximumPrinted = 1_000_000;

/** Longest answer in bytes: three for each character of JSON. */
const maximumAnswerBytes = 3 * maximumJsonLength;

const program = fromFileUrl(new URL("./_evaluator.ts", import.meta.url));

/** An import map that leads every module of Node that Deno has to nothing. */
const noBuiltins = fromFileUrl(new URL("./_no_builtins.json", import.meta.url));

/** No permission, no package, nothing built in or from the network, no code from text. */
function evaluatorArguments(memoryLimitMiB: number): string[] {
  const v8Flags = [
    `--max-old-space-size=${memoryLimitMiB}`,
    "--disallow-code-generation-from-strings",
  ].join();
  return [
    "run",
    ...["-q", "--no-prompt", "--no-config", "--no-lock"],
    ...[
      "--no-npm",
      "--no-remote",
      "--cached-only",
      `--import-map=${noBuiltins}`,
      `--v8-flags=${v8Flags}`,
    ],
    program,
  ];
}

/**
 * Lets a process of its own evaluate an experiment. A process, since a worker that eats memory
 * takes its program with it.
 *
 * @throws {ExperimentError} where no process may be started
 */
export async function askEvaluator(
  request: EvaluationRequest,
  { file, timeLimitMs, memoryLimitMiB, onPrint, onStart }: AskOptions,
): Promise<Answer> {
  const child = start(file, memoryLimitMiB);
  const forget = endTogether(child);
  const { promise: late, resolve } = Promise.withResolvers<Answer>();
  const timer = setTimeout(() => resolve({ type: "late" }), timeLimitMs);
  try {
    send(child, request);
    onStart?.();
    const answer = listen(child, onPrint).then((said) => said ?? endOf(child));
    return await Promise.race([late, answer]);
  } finally {
    clearTimeout(timer);
    kill(child);
    forget();
    await child.status;
  }
}

type Child = Deno.ChildProcess;

function start(file: string, memoryLimitMiB: number): Child {
  try {
    return new Deno.Command(Deno.execPath(), {
      args: evaluatorArguments(memoryLimitMiB),
      // The working folder is the user's: what lies there is none of its business.
      cwd: fromFileUrl(new URL(".", import.meta.url)),
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new ExperimentError(`Cannot evaluate ${file}: no permission to start Deno for it`, {
      file,
      remedy: "Use the tasks, such as deno task run, or write the experiment as JSON",
    });
  }
}

/** The process that evaluates does not outlive this one when it exits or a signal ends it. */
function endTogether(child: Child): () => void {
  const onExit = () => kill(child);
  globalThis.addEventListener("unload", onExit);
  const signals: [Deno.Signal, number][] = Deno.build.os === "windows"
    ? [["SIGINT", 2]]
    : [["SIGINT", 2], ["SIGTERM", 15], ["SIGHUP", 1]];
  const listeners = signals.map(([signal, number]) => {
    const listener = () => {
      kill(child);
      Deno.exit(128 + number);
    };
    Deno.addSignalListener(signal, listener);
    return () => Deno.removeSignalListener(signal, listener);
  });
  return () => {
    globalThis.removeEventListener("unload", onExit);
    listeners.forEach((remove) => remove());
  };
}

function kill(child: Child): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has ended.
  }
}

/** What cannot be sent to a process that has ended is missed when no answer comes. */
function send({ stdin }: Child, request: EvaluationRequest): void {
  const writer = stdin.getWriter();
  const text = new TextEncoder().encode(JSON.stringify(request));
  writer.write(text).then(() => writer.close()).catch(() => {});
}

async function listen(
  { stdout }: Child,
  onPrint: AskOptions["onPrint"],
): Promise<Answer | undefined> {
  let printed = 0;
  let isValue = false;
  try {
    for await (const line of lines(stdout)) {
      if (isValue) return { type: "value", json: line };
      const message = parseMessage(line);
      if (message === undefined) return { type: "ended" };
      if (message.type === "value") {
        isValue = true;
      } else if (message.type === "print") {
        printed += line.length;
        if (printed <= maximumPrinted) onPrint?.(withoutControls(message.text));
      } else {
        return message;
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { type: "tooLong" };
  }
  return undefined;
}

/** V8 ends a process whose heap is full by a signal, on Windows by a code that no program uses. */
async function endOf(child: Child): Promise<Answer> {
  const { signal, code } = await child.status;
  return { type: signal !== null || code > 128 ? "crashed" : "ended" };
}

/** A message, if a line is one: all that is shown of it must be text, whatever was tampered with. */
function parseMessage(line: string): EvaluationMessage | undefined {
  let message: Record<string, unknown>;
  try {
    message = JSON.parse(line);
  } catch {
    return undefined;
  }
  const isOne = typeof message === "object" && message !== null && isMessage(message);
  return isOne ? message as unknown as EvaluationMessage : undefined;
}

function isMessage({ type, text, found, failure }: Record<string, unknown>): boolean {
  switch (type) {
    case "print":
      return typeof text === "string";
    case "notPlain":
      return hasTexts(found, ["got", "problem"]) && Array.isArray(found.path) &&
        found.path.every((key) => typeof key === "string");
    case "failed":
      return hasTexts(failure, ["phase", "name", "message", "stack"]);
    default:
      return ["value", "tooLong", "noDefault"].includes(type as string);
  }
}

function hasTexts(value: unknown, keys: readonly string[]): value is Record<string, unknown> {
  return typeof value === "object" && value !== null &&
    keys.every((key) => typeof (value as Record<string, unknown>)[key] === "string");
}

/**
 * The lines of a stream; what stands after the last line end is none.
 *
 * @throws {RangeError} for a line that is longer than any answer
 */
async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    const [first = "", ...others] = decoder.decode(chunk, { stream: true }).split("\n");
    parts.push(first);
    for (const other of others) {
      yield parts.join("");
      parts = [other];
      bytes = chunk.length;
    }
    if (bytes > maximumAnswerBytes) throw new RangeError("The answer is too long");
  }
}
