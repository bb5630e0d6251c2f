import { loadPackages } from "./packages.ts";
import type { Connection } from "./connect.ts";
import type { JobData } from "./job.ts";
import { longestText } from "./limits.ts";
import { prefix, queueName } from "./names.ts";

/** How a queue stands at a moment. */
export interface QueueStand {
  waiting: number;
  active: number;
  /** Refused by somebody a moment ago, or tried again after a failure. */
  delayed: number;
  failed: number;
  /** Who is connected. */
  workers: string[];
  /** Runs finished in the last minutes, the latest one first. */
  perMinute: number[];
  /** Runs finished in all, as far as that is counted. */
  finished: number;
  /** The runs that failed last, and why. */
  failures: { id: string; run: string; why: string }[];
}

/** A queue, looked at from outside. */
export interface QueueView {
  stand(): Promise<QueueStand>;
  /** Gives those that failed their tries anew. @returns How many. */
  retry(): Promise<number>;
  /** Takes away what waits and what failed; runs in hand go on. @returns How many. */
  clear(): Promise<number>;
}

/** Most failures that are told. */
const mostFailures = 10;

/** Jobs that are put back together. */
const batch = 250;

/** What comes from elsewhere, as a part of a line. */
function oneLine(value: unknown): string {
  return String(value ?? "?").replaceAll(/\s+/g, " ").slice(0, longestText);
}

/** Opens a queue to look at it. */
export async function viewQueue(connection: Connection): Promise<QueueView> {
  const { bullmq } = await loadPackages();
  const queue = new bullmq.Queue<JobData>(queueName, { connection: connection.client(), prefix });
  queue.on("error", () => {});
  const counts = () => queue.getJobCounts("waiting", "active", "delayed", "failed");
  return {
    async stand() {
      const { waiting = 0, active = 0, delayed = 0, failed = 0 } = await counts();
      const metrics = await queue.getMetrics("completed", 0, 4);
      const workers = (await queue.getWorkers().catch(() => []))
        .map(({ rawname, addr }) => oneLine(rawname?.split(":w:")[1] ?? addr));
      const last = await queue.getFailed(0, mostFailures - 1);
      return {
        waiting,
        active,
        delayed,
        failed,
        workers: [...new Set(workers)].sort(),
        perMinute: metrics.data.map(Number),
        finished: Number(metrics.meta.count),
        failures: last.filter((job) => job !== undefined).map((job) => ({
          id: String(job.id),
          run: oneLine(job.data?.run),
          why: oneLine(job.failedReason),
        })),
      };
    },
    async retry() {
      const { failed = 0 } = await counts();
      let retried = 0;
      // Put there as new ones: what counts tries and lost workers is gone with the old ones.
      while (retried < failed) {
        const jobs = (await queue.getFailed(0, Math.min(batch, failed - retried) - 1))
          .filter((job) => job?.id !== undefined);
        if (jobs.length === 0) break;
        for (const job of jobs) await job.remove();
        await queue.addBulk(jobs.map(({ id, name, data, opts }) => ({
          name,
          data,
          opts: { ...opts, jobId: id! },
        })));
        retried += jobs.length;
      }
      return retried;
    },
    async clear() {
      const { waiting = 0, delayed = 0, failed = 0 } = await counts();
      await queue.drain(true);
      await queue.clean(0, 0, "failed");
      return waiting + delayed + failed;
    },
  };
}
