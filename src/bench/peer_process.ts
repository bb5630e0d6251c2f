import { RunError } from "../errors.ts";
import { createLines, decodeReply, type Reply, type Request } from "./protocol.ts";

/** A program, its arguments and what it finds in its environment. */
export interface Program {
  command: string;
  args: readonly string[];
  env?: Record<string, string>;
  cwd?: string;
}

/** A peer in its own process. */
export interface PeerProcess {
  /**
   * Its reply to a request.
   *
   * @throws {RunError} where it can't, with its reason, or has ended, or says nothing for long
   */
  ask(request: Request): Promise<Reply>;
  close(): Promise<void>;
}

/** Nothing here takes longer, unless it never ends. */
const patienceMs = 300_000;

/** Windows has no such signals: there the pause before each turn has to do. */
const canStop = Deno.build.os !== "windows";

/**
 * Starts a peer. It runs only while it is asked something: its threads would otherwise spin, waiting for
 * work, and take the processors from the peer whose turn it is.
 */
export function startPeer({ command, args, env = {}, cwd }: Program): PeerProcess {
  const child = new Deno.Command(command, {
    args: [...args],
    env,
    ...(cwd === undefined ? {} : { cwd }),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const replies = repliesOf(child.stdout);
  const complaint = tailOf(child.stderr);
  const writer = child.stdin.getWriter();

  let isLate = false;

  async function next(): Promise<Reply> {
    const { value, done } = await replies.next();
    if (!done) return value;
    if (isLate) throw new RunError(`it did not answer within ${patienceMs / 1000} s`);
    throw new RunError(`it ended: ${lastLine(await complaint)}`);
  }

  const signal = (name: "SIGSTOP" | "SIGCONT") => {
    try {
      if (canStop) child.kill(name);
    } catch {
      // It has ended, which its reply or its absence tells.
    }
  };

  return {
    async ask(request) {
      signal("SIGCONT");
      const timer = setTimeout(() => {
        isLate = true;
        child.kill("SIGKILL");
      }, patienceMs);
      try {
        await writer.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`));
        const reply = await next();
        if ("error" in reply) throw new RunError(reply.error);
        return reply;
      } finally {
        clearTimeout(timer);
        signal("SIGSTOP");
      }
    },
    async close() {
      signal("SIGCONT");
      await writer.close().catch(() => {});
      await child.status;
      await complaint;
    },
  };
}

async function* repliesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Reply> {
  const lines = createLines();
  for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
    for (const line of lines(piece)) {
      const reply = decodeReply(line);
      if (reply) yield reply;
    }
  }
}

/** The last thousand characters of what comes. */
async function tailOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let tail = "";
  for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
    tail = (tail + piece).slice(-1000);
  }
  return tail;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
