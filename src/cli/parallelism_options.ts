import { maximumThreads } from "../engine/mod.ts";
import { ExperimentError } from "../errors.ts";
import type { chooseParallelism } from "../runner/mod.ts";
import { wholeNumber } from "./options.ts";

/** Options of every command that trains a sweep: how it uses the cores. */
export const parallelismOptions = {
  workers: { kind: "text", value: "N", doc: "runs trained at the same time; default: the cores" },
  threads: { kind: "text", value: "N", doc: "threads of one run; default: the cores left over" },
} as const;

/** What the user says of workers and threads, and the cores there are. */
export function readParallelism(
  { workers, threads }: { workers?: string; threads?: string },
): Parameters<typeof chooseParallelism>[1] {
  return {
    cores: navigator.hardwareConcurrency,
    ...(workers === undefined ? {} : { workers: wholeNumber("workers", workers, 1) }),
    ...(threads === undefined ? {} : { threads: threadCount(threads) }),
  };
}

function threadCount(text: string): number {
  const threads = wholeNumber("threads", text, 1);
  if (threads <= maximumThreads) return threads;
  throw new ExperimentError(
    `Cannot use ${threads} threads for a run: --threads must be at most ${maximumThreads}`,
  );
}
