// Who does what: the steps of a plan shared out among threads.

import type { Step } from "./encode.ts";
import type { Cut } from "./operation.ts";
import { operations } from "./operations.ts";

/** What a thread must have to do for a share to pay: several times what waiting for it costs. */
export const nsPerShare = 4000;

export interface ScheduledSteps {
  /** A list for each thread. */
  steps: Step[][];
  /** Whether any thread but the first has something to do. */
  isShared: boolean;
}

export interface ScheduleOptions {
  /** What a share must cost at least, in nanoseconds. */
  least?: number | undefined;
  /** Where the buffer starts that an address is in: no two buffers overlap. */
  startOf?: (address: number) => number;
}

/**
 * Threads wait for each other only where one needs what another wrote, or writes what another still
 * reads. What is not shared out goes to the thread that has least to do until the next wait, or to the
 * one that it would have to wait for.
 */
export function scheduleSteps(
  recording: readonly Step[],
  threads: number,
  { least = nsPerShare, startOf = (address) => address }: ScheduleOptions = {},
): ScheduledSteps {
  const lists: Step[][] = Array.from({ length: threads }, () => []);
  const since = createAccesses(threads);
  let isShared = false;

  function wait(): void {
    for (const list of lists) list.push({ control: "wait" });
    since.clear();
  }

  for (const step of recording) {
    if ("check" in step) {
      if (threads === 1) {
        lists[0]!.push({ check: { ...step.check, isAlone: true } });
        continue;
      }
      if (since.writers(startOf(step.check.sum)).some((thread) => thread !== 0)) wait();
      lists[0]!.push(step);
      wait();
      for (const list of lists) list.push({ control: "stop" });
      continue;
    }
    if ("control" in step) continue;
    const { operation } = step;
    const { cost, isFence = false } = operations[operation]!;
    const touched = footprint(step, startOf);
    const pieces = share(step, threads, least);
    if (pieces.length > 1) isShared = true;
    const alone = pieces.length > 1 ? undefined : since.bestThread(touched);
    const work = pieces.map((args, k) => ({ thread: alone ?? k, args }));
    const doers = work.map(({ thread }) => thread);
    // The same operation that cuts the same outputs in the same way writes to each what it wrote before,
    // if the same threads do it.
    const outputs = work.map(({ args }) => outputsOf(operation, args));
    const cut = `${operation} ${outputs.join()} ${doers.join()}`;
    if (threads > 1 && (isFence ? since.isAny() : since.conflicts({ ...touched, doers, cut }))) {
      wait();
    }
    since.add({ ...touched, doers, cut, isFence });
    for (const { thread, args } of work) {
      lists[thread]!.push({ operation, args });
      since.load[thread]! += cost?.(args) ?? 0;
    }
  }
  if (threads > 1) wait();
  return { steps: lists, isShared };
}

/** Buffers that an operation reads and writes. */
interface Footprint {
  reads: number[];
  writes: number[];
}

/** Who does it, and how its outputs are cut. */
interface Work extends Footprint {
  doers: readonly number[];
  cut: string;
}

/** What threads have read and written since they last waited for each other. */
function createAccesses(threads: number) {
  const written = new Map<number, { doers: readonly number[]; cut: string }>();
  const read = new Map<number, Set<number>>();
  const load: number[] = Array(threads).fill(0);
  let isFenced = false;

  const writers = (buffer: number) => written.get(buffer)?.doers ?? [];
  const others = (doers: Iterable<number>, than: readonly number[]) =>
    [...doers].some((thread) => than.some((other) => other !== thread));

  function conflicts({ reads, writes, doers, cut }: Work): boolean {
    return isFenced ||
      reads.some((buffer) => others(writers(buffer), doers)) ||
      writes.some((buffer) =>
        others(read.get(buffer) ?? [], doers) ||
        written.get(buffer)?.cut !== cut && others(writers(buffer), doers)
      );
  }

  return {
    load,
    writers,
    conflicts,
    isAny: () => written.size + read.size > 0,
    clear() {
      written.clear();
      read.clear();
      load.fill(0);
      isFenced = false;
    },
    add({ reads, writes, doers, cut, isFence }: Work & { isFence: boolean }) {
      for (const buffer of reads) {
        if (!read.has(buffer)) read.set(buffer, new Set());
        for (const thread of doers) read.get(buffer)!.add(thread);
      }
      for (const buffer of writes) written.set(buffer, { doers, cut });
      isFenced = isFence;
    },
    /** A thread that need not wait, with least to do; if all must wait, the first. */
    bestThread(touched: Footprint): number {
      const free = load.map((_, thread) => thread)
        .filter((thread) => !conflicts({ ...touched, doers: [thread], cut: "" }));
      return free.reduce(
        (best, thread) => load[thread]! < load[best]! ? thread : best,
        free[0] ?? 0,
      );
    },
  };
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

function lettersOf(operation: number): string {
  const { arguments: letters, sums } = operations[operation]!;
  return (sums ? "w" : "") + letters;
}

/** Which buffers an operation reads and writes. */
function footprint(
  { operation, args }: Operation,
  startOf: (address: number) => number,
): Footprint {
  const letters = lettersOf(operation);
  const of = (letter: string) =>
    args.filter((address, k) => letters[k] === letter && address !== 0).map(startOf);
  return { reads: of("a"), writes: of("w") };
}

/** Where a piece's outputs start. */
function outputsOf(operation: number, args: readonly number[]): string {
  const letters = lettersOf(operation);
  return args.filter((_, k) => letters[k] === "w").join();
}
