import type { Workload } from "./workloads.ts";

/** What a peer in its own process is asked, as a line of JSON. */
export type Request =
  /** Loads the data of a folder and builds the network. */
  | { do: "prepare"; workload: Workload; folder: string; threads: number }
  /** Trains from the initial weights on and tells the loss before each step. */
  | { do: "losses"; steps: number }
  /** Trains from the initial weights on and tells how long the steps took. */
  | { do: "run"; steps: number }
  /** Tells the largest resident memory after any request so far. */
  | { do: "memory" };

/** What it answers. */
export type Reply =
  | { prepared: true }
  | { losses: number[] }
  | { ms: number }
  | { bytes: number }
  /** It can't, and why. */
  | { error: string };

/** Libraries print to the standard output as they like: a reply has a mark. */
const mark = "@ ";

/** A reply as a line. */
export function encodeReply(reply: Reply): string {
  return `${mark}${JSON.stringify(reply)}\n`;
}

/** The reply in a line, or nothing where it is something that a library has printed. */
export function decodeReply(line: string): Reply | undefined {
  return line.startsWith(mark) ? JSON.parse(line.slice(mark.length)) : undefined;
}

/** Puts pieces of text together to whole lines. */
export function createLines(): (piece: string) => string[] {
  let rest = "";
  return (piece) => {
    const lines = (rest + piece).split("\n");
    rest = lines.pop()!;
    return lines.map((line) => line.replace(/\r$/, ""));
  };
}
