import { TextLineStream } from "./text_lines.ts";
import type { ChildJob, ChildMessage } from "./child.ts";

/** A case that went wrong. */
export interface Failure {
  number: number;
  /** The stack of an error, or what bound was broken. */
  problem: string;
}

export interface FuzzOptions {
  reader: string;
  seed: number;
  /** First case. */
  from: number;
  cases: number;
  /** Of those, the ones to run; all if it is left out. */
  only?: number[];
  /** Longest processor time that a case may take; default 10 s. It may take six times that on a clock. */
  timeLimitMs?: number;
}

/** What running some cases has shown. */
export interface FuzzResult {
  failures: Failure[];
  /** Cases that were read as if they were valid. */
  accepted: number;
  slowestMs: number;
}

/** Most memory of the process that reads, buffers included: 2 GiB. */
const memoryLimitBytes = 2 * 1024 * 1024 * 1024;

/** Most memory of JavaScript objects in it, in MiB: beyond it the process ends. */
const heapLimitMiB = 1024;

/**
 * Runs cases of a reader in a process that is killed when a case breaks its bound of time or memory,
 * and goes on with the next case in a new one. A worker would not do: Deno does not stop one that is
 * in an endless loop.
 */
export async function runCases(options: FuzzOptions): Promise<FuzzResult> {
  const folder = await Deno.makeTempDir({ prefix: "fuzz-" });
  const end = options.from + options.cases;
  const result: FuzzResult = { failures: [], accepted: 0, slowestMs: 0 };
  try {
    for (let from = options.from; from < end;) {
      from = await runUntilStopped({ ...options, from, end, folder, result });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return result;
}

/** @returns The first case that is still to be run. */
async function runUntilStopped(
  { reader, seed, from, end, only, folder, result, timeLimitMs = 10_000 }: FuzzOptions & {
    end: number;
    folder: string;
    result: FuzzResult;
  },
): Promise<number> {
  const job: ChildJob = { reader, seed, from, to: end, folder, ...(only ? { only } : {}) };
  const child = startChild(job);
  let current = from;
  let [since, started] = [performance.now(), false];
  let sinceProcessor = 0;
  let problem: string | undefined;
  const timer = setInterval(() => {
    const elapsedMs = performance.now() - since;
    const processorMs = processorMsOf(child.pid) - sinceProcessor;
    const memory = memoryOf(child.pid);
    // The first case waits for the reader's modules.
    const limitMs = started ? timeLimitMs : 60_000;
    if (processorMs > limitMs) problem = `It takes ${processorMs} ms of processor time`;
    else if (elapsedMs > 6 * limitMs) problem = `It takes ${elapsedMs} ms`;
    else if (memory > memoryLimitBytes) problem = `It takes ${memory} bytes of memory`;
    else return;
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended by itself meanwhile.
    }
  }, 100);
  let done = false;
  for await (const line of child.stdout.pipeThrough(new TextLineStream())) {
    const message: ChildMessage = JSON.parse(line);
    if (message.type === "start") {
      const now = performance.now();
      if (started) result.slowestMs = Math.max(result.slowestMs, now - since);
      [current, since, started] = [message.number, now, true];
      sinceProcessor = processorMsOf(child.pid);
    } else if (message.type === "failure") {
      result.failures.push({ number: message.number, problem: message.problem });
    } else {
      result.accepted += message.accepted;
      done = true;
    }
  }
  const { code, signal } = await child.status;
  clearInterval(timer);
  if (done) return end;
  // It would come to that with every case.
  if (!started && problem === undefined) throw new Error(`No case of ${reader} can be made`);
  problem ??= `The process ended with code ${code}${signal ? `, ${signal}` : ""}`;
  result.failures.push({ number: current, problem });
  return current + 1;
}

function startChild(job: ChildJob) {
  const program = new URL("./child.ts", import.meta.url).pathname;
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-q",
      "--frozen",
      "--no-check",
      "--allow-read",
      `--allow-write=${job.folder}`,
      // Experiments are evaluated in a process of their own.
      `--allow-run=${Deno.execPath()}`,
      `--v8-flags=--max-old-space-size=${heapLimitMiB}`,
      program,
      JSON.stringify(job),
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

/** Resident bytes of a process; 0 where the system does not say. */
function memoryOf(pid: number): number {
  try {
    return 4096 * Number(Deno.readTextFileSync(`/proc/${pid}/statm`).split(" ")[1]);
  } catch {
    return 0;
  }
}

/** Time that processors have worked for a process, in steps of 10 ms; 0 where the system does not say. */
function processorMsOf(pid: number): number {
  try {
    const text = Deno.readTextFileSync(`/proc/${pid}/stat`);
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return 0;
  }
}
