/** How a sweep uses the cores. */
export interface Parallelism {
  /** Runs trained at the same time. */
  workers: number;
  /** Threads that each of them may use. */
  threads: number;
}

/**
 * Many runs go side by side, which costs no waiting; few runs share the cores that are left over. What
 * the user says, stands.
 */
export function chooseParallelism(
  runs: number,
  { cores, workers, threads }: { cores: number; workers?: number; threads?: number },
): Parallelism {
  const atOnce = Math.max(1, Math.min(runs, workers ?? Math.floor(cores / (threads ?? 1))));
  return { workers: atOnce, threads: threads ?? Math.max(1, Math.floor(cores / atOnce)) };
}
