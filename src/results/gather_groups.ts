import type { KeyedEntry } from "./run_groups.ts";

/** Takes finished runs as they come, and has those written together that come at about the same time. */
export interface GroupGatherer {
  /** Resolves when the run is on the disk. */
  add(entry: KeyedEntry): Promise<void>;
}

/** So many runs have files of their own, whatever comes: most sweeps are not larger. */
const firstRuns = 64;

/** How long a group waits for more runs, in milliseconds. */
const gatherMs = 100;

/** Fewer are not worth a group. */
const fewestRuns = 8;

const mostRuns = 256;

/** Bytes of a run that has a file of its own in any case, and of a group that waits no longer. */
const [largestEntry, largestGroup] = [0x4_0000, 0x40_0000];

interface Waiting {
  entry: KeyedEntry;
  done: PromiseWithResolvers<void>;
}

/**
 * What comes while nothing is written is written at once; what comes meanwhile, when many runs have come
 * before, waits for others.
 */
export function gatherGroups(
  writeOne: (entry: KeyedEntry) => Promise<void>,
  writeGroup: (entries: readonly KeyedEntry[]) => Promise<void>,
): GroupGatherer {
  let [count, writing, bytes] = [0, 0, 0];
  let waiting: Waiting[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (act: () => Promise<void>) => {
    writing++;
    return act().finally(() => writing--);
  };

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const list = waiting;
    [waiting, bytes] = [[], 0];
    if (list.length < fewestRuns) {
      for (const { entry, done } of list) {
        write(() => writeOne(entry)).then(done.resolve, done.reject);
      }
      return;
    }
    write(() => writeGroup(list.map(({ entry }) => entry))).then(
      () => list.forEach(({ done }) => done.resolve()),
      (error) => list.forEach(({ done }) => done.reject(error)),
    );
  }

  return {
    add(entry) {
      const isAlone = writing === 0 && waiting.length === 0;
      if (count++ < firstRuns || isAlone || entry.bytes.length > largestEntry) {
        return write(() => writeOne(entry));
      }
      const done = Promise.withResolvers<void>();
      waiting.push({ entry, done });
      bytes += entry.bytes.length;
      if (waiting.length >= mostRuns || bytes >= largestGroup) flush();
      else timer ??= setTimeout(flush, gatherMs);
      return done.promise;
    },
  };
}
