// Who does what: the steps of a plan shared out among threads.

import type { Step } from "./encode.ts";
import { type Cut, operations } from "./operations.ts";

/** What a thread must have to do for a share to pay: several times what waiting for it costs. */
export const nsPerShare = 4000;

export interface ScheduledSteps {
  /** A list for each thread. */
  steps: Step[][];
  /** Whether any thread but the first has something to do. */
  isShared: boolean;
}

/**
 * Threads wait for each other only where one needs what another wrote, or writes what another still
 * reads. Buffers are told apart by their addresses: no two overlap with different starts.
 *
 * @param least What a share must cost at least, in nanoseconds.
 */
export function scheduleSteps(
  recording: readonly Step[],
  threads: number,
  least = nsPerShare,
): ScheduledSteps {
  const lists: Step[][] = Array.from({ length: threads }, () => []);
  let written = new Set<number>();
  let read = new Set<number>();
  let isFenced = false;
  let isShared = false;

  function wait(): void {
    for (const list of lists) list.push({ control: "wait" });
    written = new Set();
    read = new Set();
    isFenced = false;
  }

  for (const step of recording) {
    if ("check" in step) {
      if (threads === 1) {
        lists[0]!.push({ check: { ...step.check, isAlone: true } });
        continue;
      }
      lists[0]!.push(step);
      wait();
      for (const list of lists) list.push({ control: "stop" });
      continue;
    }
    if ("control" in step) continue;
    const { reads, writes, isFence } = footprint(step);
    const conflicts = isFenced || isFence && written.size + read.size > 0 ||
      writes.some((address) => written.has(address) || read.has(address)) ||
      reads.some((address) => written.has(address));
    if (threads > 1 && conflicts) wait();
    for (const address of reads) read.add(address);
    for (const address of writes) written.add(address);
    isFenced = isFence;
    const shares = share(step, threads, least);
    if (shares.length > 1) isShared = true;
    shares.forEach((args, thread) => lists[thread]!.push({ operation: step.operation, args }));
  }
  if (threads > 1) wait();
  return { steps: lists, isShared };
}

type Operation = Extract<Step, { operation: number }>;

/** The pieces of an operation, one for each thread that gets one. */
function share(
  { operation, args }: Operation,
  threads: number,
  least: number,
): (readonly number[])[] {
  const { share, cost, sums } = operations[operation]!;
  if (!share || sums || threads === 1) return [args];
  const count = Math.min(threads, Math.floor((cost?.(args) ?? 0) / least));
  if (count < 2) return [args];
  return share(args, cutInto(count));
}

/** Pieces of nearly equal numbers of grains. */
function cutInto(count: number): Cut {
  return (n, grain) => {
    const grains = Math.ceil(n / grain);
    return Array.from(
      { length: count + 1 },
      (_, k) => Math.min(n, Math.floor(grains * k / count) * grain),
    );
  };
}

/** Which addresses an operation reads and writes. */
function footprint(
  { operation, args }: Operation,
): { reads: number[]; writes: number[]; isFence: boolean } {
  const { arguments: letters, sums, isFence = false } = operations[operation]!;
  const all = (sums ? "w" : "") + letters;
  const of = (letter: string) => args.filter((address, k) => all[k] === letter && address !== 0);
  return { reads: of("a"), writes: of("w"), isFence };
}
