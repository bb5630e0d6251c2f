import { expectedShare, type Lifetime } from "./expected_share.ts";

/** What is known of a run before it is trained. */
export interface ExpectedRun {
  /** Runs of a variant differ in their seed only: they take the same time. */
  variant: string;
  epochs: number;
  /** Milliseconds that it would take on a usual machine. */
  usualMs: number;
  /** Whether early stopping may end it before its last epoch. */
  mayStop: boolean;
}

/** Says how long a sweep still takes, from what its runs have taken so far. */
export interface RemainingTime {
  /** It was finished before, and takes no time here. */
  taken(index: number): void;
  /** @param epoch Epochs that it was trained before, in another process. */
  started(index: number, epoch: number): void;
  progress(index: number, epoch: number): void;
  /** @param ended How: after its last epoch, or before it by early stopping or by divergence. */
  done(
    index: number,
    ended: { epochs: number; status: "finished" | "stopped" | "halted" | "diverged" },
  ): void;
  /** It has come to a rung of a search, and may go on later: then `started` is called again. */
  halted(index: number, epochs: number): void;
  /** `undefined` before anything is known. */
  remainingMs(): number | undefined;
}

interface RunningRun {
  startedMs: number;
  fromEpoch: number;
  /** The first that was heard of it: what is before it holds the time that starting takes. */
  first?: { ms: number; epoch: number };
  last?: { ms: number; epoch: number };
}

/** Time that was spent on something, and what the same was to take on a usual machine. */
interface Spent {
  ms: number;
  usualMs: number;
}

/**
 * So many milliseconds of other variants' speed count as a variant's own, which at its beginning is not
 * known well.
 */
const priorMs = 300;

/**
 * Remaining time from the measured time of epochs: of a run that trains or waits, by its variant's
 * runs; of a variant that nothing is known of, by the cost of its shapes and the speed of the others.
 * Runs that may end early are expected to train as long as those before them. What waits goes to the
 * worker that is free first.
 */
export function createRemainingTime(
  runs: readonly ExpectedRun[],
  { workers, nowMs }: { workers: number; nowMs: () => number },
): RemainingTime {
  const waiting = new Set(runs.keys());
  const running = new Map<number, RunningRun>();
  const spentOnDone = new Map<string, Spent>();
  /** Epochs trained of those that are done, as shares of all their epochs. */
  const lifetimes = new Map<string, Lifetime[]>();
  const stopping = new Set(runs.filter(({ mayStop }) => mayStop).map(({ variant }) => variant));
  const usualMsOf = (index: number, epochs: number) =>
    runs[index]!.usualMs * epochs / runs[index]!.epochs;

  function isAnythingElseKnown(index: number): boolean {
    return spentOnDone.size > 0 ||
      [...running].some(([other, { first, last }]) =>
        other !== index && first && first.epoch < last!.epoch
      );
  }

  /** What a running run has spent on epochs. */
  function spentBy(index: number, { startedMs, fromEpoch, first, last }: RunningRun): Spent {
    if (!last) return { ms: 0, usualMs: 0 };
    const isHeardOnce = first!.epoch === last.epoch;
    // Its start would count as epochs: better than nothing, worse than anything else.
    if (isHeardOnce && isAnythingElseKnown(index)) return { ms: 0, usualMs: 0 };
    const from = isHeardOnce ? { ms: startedMs, epoch: fromEpoch } : first!;
    return { ms: last.ms - from.ms, usualMs: usualMsOf(index, last.epoch - from.epoch) };
  }

  function speeds(): { of: (variant: string) => number } | undefined {
    const byVariant = new Map<string, Spent>();
    const add = (variant: string, { ms, usualMs }: Spent) => {
      const sum = byVariant.get(variant) ?? { ms: 0, usualMs: 0 };
      byVariant.set(variant, { ms: sum.ms + ms, usualMs: sum.usualMs + usualMs });
    };
    for (const [variant, spent] of spentOnDone) add(variant, spent);
    for (const [index, run] of running) add(runs[index]!.variant, spentBy(index, run));
    let [ms, usualMs] = [0, 0];
    for (const spent of byVariant.values()) {
      ms += spent.ms;
      usualMs += spent.usualMs;
    }
    if (!(ms > 0 && usualMs > 0)) return undefined;
    const speed = ms / usualMs;
    return {
      of(variant) {
        const spent = byVariant.get(variant);
        if (!spent) return speed;
        return (spent.ms + priorMs) / (spent.usualMs + priorMs / speed);
      },
    };
  }

  /** The runs that a run's end is guessed by; those that still train have come at least so far. */
  function likes({ variant, mayStop }: ExpectedRun): Lifetime[] {
    const isLike = lifetimes.has(variant)
      ? (other: string) => other === variant
      : (other: string) => mayStop && stopping.has(other);
    const training = [...running].filter(([index]) => isLike(runs[index]!.variant))
      .map(([index, { fromEpoch, last }]) => ({
        share: (last?.epoch ?? fromEpoch) / runs[index]!.epochs,
        ended: false,
      }));
    const done = [...lifetimes].flatMap(([name, those]) => isLike(name) ? those : []);
    return [...done, ...training];
  }

  /** Of a run's epochs from one on, the number that it is expected to train. */
  function expectedEpochs(run: ExpectedRun, from: number): number {
    return run.epochs * expectedShare(likes(run), from / run.epochs);
  }

  function leave(index: number, { epochs, ended }: { epochs: number; ended: boolean }): void {
    waiting.delete(index);
    const left = running.get(index);
    // It was counted when it was halted, or trained before.
    if (!left) return;
    const { startedMs, fromEpoch } = left;
    running.delete(index);
    const { variant, epochs: all } = runs[index]!;
    const before = spentOnDone.get(variant) ?? { ms: 0, usualMs: 0 };
    spentOnDone.set(variant, {
      ms: before.ms + nowMs() - startedMs,
      usualMs: before.usualMs + usualMsOf(index, Math.max(0, epochs - fromEpoch)),
    });
    lifetimes.set(variant, [...lifetimes.get(variant) ?? [], { share: epochs / all, ended }]);
  }

  return {
    taken: (index) => void waiting.delete(index),
    started(index, epoch) {
      waiting.delete(index);
      running.set(index, { startedMs: nowMs(), fromEpoch: epoch });
    },
    progress(index, epoch) {
      const run = running.get(index)!;
      run.last = { ms: nowMs(), epoch };
      run.first ??= run.last;
    },
    done: (index, { epochs, status }) => leave(index, { epochs, ended: status !== "finished" }),
    halted: (index, epochs) => leave(index, { epochs, ended: true }),
    remainingMs() {
      const speed = speeds();
      if (!speed) return undefined;
      const msOf = (index: number, from: number) =>
        speed.of(runs[index]!.variant) * usualMsOf(index, expectedEpochs(runs[index]!, from));
      const now = nowMs();
      const ends = [...running].map(([index, { startedMs, fromEpoch, last }]) => {
        const { ms, epoch } = last ?? { ms: startedMs, epoch: fromEpoch };
        return Math.max(0, msOf(index, epoch) - (now - ms));
      });
      while (ends.length < workers) ends.push(0);
      const newRunMs = new Map<string, number>();
      for (const index of waiting) {
        const { variant } = runs[index]!;
        const ms = newRunMs.get(variant) ?? msOf(index, 0);
        newRunMs.set(variant, ms);
        const free = ends.indexOf(Math.min(...ends));
        ends[free]! += ms;
      }
      return Math.max(...ends);
    },
  };
}
