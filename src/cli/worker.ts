import { join } from "@std/path";
import { backendNames, maximumThreads } from "../engine/mod.ts";
import { ExperimentError } from "../errors.ts";
import type { Connection } from "../queue/mod.ts";
import { projectFolder } from "../runner/mod.ts";
import { readBackend, readInterval } from "./training_options.ts";
import { plural } from "./format.ts";
import { interruptedCode, interruption } from "./interruption.ts";
import { later } from "./later.ts";
import { helpText, parseCommandLine, wholeNumber } from "./options.ts";
import { openQueue, queueOptions } from "./queue_options.ts";

const usage = {
  command: "worker",
  summary: "Trains runs of a queue until it is stopped; `run --queue` puts them there.\n" +
    "Ctrl-C or SIGTERM end it: runs in hand go on elsewhere, from where they are.",
  positional: [],
  options: {
    ...queueOptions,
    concurrency: { kind: "text", value: "N", doc: "runs at the same time; default: the cores" },
    threads: { kind: "text", value: "N", doc: "threads of one run; default: the cores left over" },
    data: { kind: "text", value: "PATH", doc: "where data is that runs are of; they say which" },
    backend: { kind: "text", value: "NAME", doc: `${backendNames.join(", ")}: the same bits` },
    checkpoint: {
      kind: "text",
      value: "SECONDS",
      doc: "between two checkpoints of a run; default: 30; 0 for none",
    },
    quiet: { kind: "flag", doc: "prints warnings only" },
    help: { kind: "flag", doc: "prints this" },
  },
} as const;

/** How long a worker that is to stop waits for a server that is away, in milliseconds. */
const goodbyeMs = 3000;

/** `worker --queue URL`: trains what `run --queue` asks for. */
export async function worker(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(helpText(usage));
    return 0;
  }
  const { options } = parseCommandLine(args, usage);
  const cores = navigator.hardwareConcurrency;
  const given = options.threads === undefined
    ? undefined
    : wholeNumber("threads", options.threads, 1);
  const concurrency = options.concurrency === undefined
    ? Math.max(1, Math.floor(cores / (given ?? 1)))
    : wholeNumber("concurrency", options.concurrency, 1);
  const threads = given ?? Math.max(1, Math.floor(cores / concurrency));
  if (threads > maximumThreads) {
    throw new ExperimentError(
      `Cannot use ${threads} threads for a run: --threads must be at most ${maximumThreads}`,
    );
  }
  const backend = readBackend(options.backend);
  if (options.data !== undefined) await checkPath(options.data);
  const checkpointEveryMs = readInterval(options.checkpoint);
  const connection = await openQueue(options, { onTrouble: (text) => console.error(text) });
  const { addressText, runWorker } = await later<typeof import("../queue/mod.ts")>(
    "../queue/mod.ts",
  );
  const say = options.quiet ? () => {} : (text: string) => console.log(text);
  const signal = interruption(() => Deno.exit(interruptedCode));
  const name = `${Deno.hostname()}:${Deno.pid}`;
  say(
    `Worker ${name} at ${addressText(connection.address)}: ` +
      `${plural(concurrency, "run")} at a time, ${plural(threads, "thread")} each`,
  );
  let done = 0;
  try {
    const ended = runWorker({
      connection,
      concurrency,
      threads,
      backend,
      data: options.data,
      cache: join(projectFolder, "results", ".cache", "queue"),
      checkpointEveryMs,
      signal,
      name,
      onEnd(run, how, elapsedMs) {
        if (!/^(goes|failed)/.test(how)) done++;
        say(`${run} ${how}  ${(elapsedMs / 1000).toFixed(1)} s`);
      },
      onRefused: (run, why) => console.error(`Refused ${run}: ${why}`),
      onWarning: (text) => console.error(text),
    });
    const isLeft = await Promise.race([ended.then(() => false), abandoned(connection, signal)]);
    if (isLeft) {
      console.error("Stopped without the queue: others take over what was in hand");
      return 1;
    }
  } finally {
    connection.close();
  }
  say(`Stopped after ${plural(done, "run")}`);
  return 0;
}

/** @throws {ExperimentError} There is nothing. */
async function checkPath(data: string): Promise<void> {
  try {
    await Deno.stat(data);
  } catch {
    throw new ExperimentError(`Cannot read --data ${data}: there is nothing at this path`, {
      file: data,
    });
  }
}

/** Comes true when the worker is to stop and there is no server that its runs could go back to. */
async function abandoned({ isLost }: Connection, signal: AbortSignal): Promise<true> {
  await new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", resolve);
  });
  for (let lostMs = 0; lostMs < goodbyeMs; lostMs = isLost() ? lostMs + 100 : 0) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return true;
}
