import type { LoadedData } from "../data/mod.ts";
import {
  type BackendName,
  createArena,
  createMemory,
  maximumThreads,
  type StoredWeights,
} from "../engine/mod.ts";
import type { RunCheckpoint } from "../results/mod.ts";
import {
  type EncodedRun,
  placeData,
  startTrainer,
  type TaskEvents,
  type Trainer,
} from "../runner/mod.ts";
import type { Run } from "../experiment/types.ts";

/** A run with its data. */
export interface CrewTask {
  run: Run;
  /** What its entry is found by. */
  key: string;
  /** What the data is known by. */
  content: string;
  data: LoadedData;
  stored?: StoredWeights | undefined;
  from?: RunCheckpoint | undefined;
  /** Ends this run alone, as `stop` does. */
  signal?: AbortSignal | undefined;
}

/** Workers that train runs on whatever data comes. */
export interface Crew {
  /** As a trainer's `trainEntry`; at most as many at once as the crew was made for. */
  train(task: CrewTask, events: TaskEvents): Promise<EncodedRun | undefined>;
  /** Ends the runs in hand, after a last checkpoint where they have some. */
  stop(): void;
}

/** Those who share a memory with a data set in it. */
interface Team {
  content: string;
  memory: WebAssembly.Memory;
  data: LoadedData;
  placed: boolean;
  /** Numbers that are free; each stands for a share of the memory's threads. */
  free: number[];
  idle: { trainer: Trainer; number: number }[];
  busy: number;
}

/** Data sets whose workers stay when they have nothing to do. */
const mostTeams = 2;

/** @param options.size Runs at a time. */
export function createCrew(
  { size, threads, backend, onWarning }: {
    size: number;
    threads: number;
    backend: BackendName;
    onWarning: (text: string) => void;
  },
): Crew {
  const teams = new Map<string, Team>();
  const inHand = new Set<Trainer>();
  let isStopped = false;

  function teamFor({ content, data }: Pick<CrewTask, "content" | "data">): Team {
    const known = teams.get(content);
    if (known) return known;
    for (const team of [...teams.values()]) {
      if (teams.size < mostTeams || team.busy > 0) continue;
      teams.delete(team.content);
      for (const { trainer } of team.idle) trainer.close();
    }
    const memory = createMemory();
    const placed = placeData(data, createArena({ memory }));
    const team: Team = {
      content,
      memory,
      data: placed ?? data,
      placed: placed !== undefined,
      free: Array.from({ length: size }, (_, number) => number),
      idle: [],
      busy: 0,
    };
    teams.set(content, team);
    return team;
  }

  function trainerOf({ memory, idle, free }: Team) {
    const waiting = idle.pop();
    if (waiting) return waiting;
    const number = free.shift()!;
    const isShared = (number + 1) * threads <= maximumThreads;
    const place = isShared ? { memory, thread: number * threads } : undefined;
    return { trainer: startTrainer({ backend, threads, place, onWarning }), number };
  }

  return {
    async train({ content, key, from, signal, ...task }, events) {
      if (isStopped || signal?.aborted) return undefined;
      const team = teamFor({ content, data: task.data });
      team.busy++;
      const one = trainerOf(team);
      const { trainer, number } = one;
      inHand.add(trainer);
      const stop = () => trainer.stop();
      signal?.addEventListener("abort", stop);
      try {
        await trainer.ready;
        const placed = team.placed && (number + 1) * threads <= maximumThreads;
        return await trainer.trainEntry(
          { ...task, ...(from ? { from } : {}), dataKey: content, data: team.data, placed },
          { ...events, key },
        );
      } finally {
        signal?.removeEventListener("abort", stop);
        inHand.delete(trainer);
        team.busy--;
        if (trainer.isAlive && teams.get(content) === team) team.idle.push(one);
        else {
          trainer.close();
          team.free.push(number);
        }
      }
    },
    stop() {
      isStopped = true;
      for (const trainer of inHand) trainer.stop();
    },
  };
}
