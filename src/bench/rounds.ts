import { median } from "./statistics.ts";

/** Something whose steps are timed. */
export interface Contender {
  /** Which library or command it is of. */
  peer: string;
  /** What is different about it among those of the same peer: `1 thread`. */
  setting: string;
  /** How many steps it takes at once, as it would be used; one where absent. */
  multiple?: number;
  /** Takes some steps from the same start each time and tells the milliseconds. */
  run(steps: number): Promise<number>;
}

/** What was measured of a contender. */
export interface Timing {
  peer: string;
  setting: string;
  /** Steps of each sample. */
  steps: number;
  /** Milliseconds of a step, a number per round. */
  stepMs: number[];
}

export interface RoundOptions {
  rounds: number;
  /** What a sample takes at least. */
  sampleMs: number;
  /** Rest before each turn, for threads of the one before to fall asleep. */
  pauseMs?: number;
}

/**
 * Times contenders in turn, round after round, so that whatever else the machine does meets all of
 * them. Each round begins with another one. Before, each is warmed up until a sample is long enough.
 */
export async function measureRounds(
  contenders: readonly Contender[],
  { rounds, sampleMs, pauseMs = 20 }: RoundOptions,
): Promise<Timing[]> {
  const timings: Timing[] = [];
  for (const contender of contenders) {
    const { peer, setting } = contender;
    timings.push({ peer, setting, steps: await stepsOf(contender, sampleMs), stepMs: [] });
  }
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const index = (round + turn) % contenders.length;
      const { steps, stepMs } = timings[index]!;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      stepMs.push(await contenders[index]!.run(steps) / steps);
    }
  }
  return timings;
}

/** How many steps take as long as a sample has to; its code is warm afterwards. */
async function stepsOf({ run, multiple = 1 }: Contender, sampleMs: number): Promise<number> {
  let steps = 1;
  let isFirst = true;
  for (;;) {
    steps = multiple * Math.ceil(steps / multiple);
    const ms = await run(steps);
    // The very first run also does what is done once, as ordering data.
    if (ms >= sampleMs && !isFirst) return steps;
    isFirst = false;
    // First runs are slow: no more than tenfold at a time.
    const more = 1.2 * steps * sampleMs / Math.max(ms, 1e-3);
    steps = Math.ceil(Math.max(steps, Math.min(10 * steps, more)));
  }
}

/** The best setting of each peer: the one with the smallest median. */
export function bestSettings(timings: readonly Timing[]): Timing[] {
  const best = new Map<string, Timing>();
  for (const timing of timings) {
    const known = best.get(timing.peer);
    if (!known || median(timing.stepMs) < median(known.stepMs)) best.set(timing.peer, timing);
  }
  return [...best.values()];
}
