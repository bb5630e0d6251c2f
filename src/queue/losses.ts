import type { Redis } from "ioredis";
import { tries } from "./limits.ts";

/**
 * Tells runs that kill their worker from runs that were in hand when somebody else killed one.
 *
 * A run that was in hand is tried again with no other beside it. It is poison when its worker was lost in
 * three tries in a row of which none came to a new checkpoint. Where workers are lost for other reasons,
 * which is known as soon as all that one of them had in hand has ended well elsewhere, such a row may be
 * chance: it takes ten tries then.
 */
export interface Losses {
  /** As soon as a run is in hand. @param options.isSuspect Whether its worker was missed before. */
  take(id: string, options: { isSuspect: boolean }): Promise<Before>;
  /**
   * Before it is trained.
   *
   * @param options.epoch Where it starts from.
   * @returns Why it is not to be trained any more; `undefined` where it is.
   */
  judge(id: string, options: { before: Before; epoch: number }): Promise<string | undefined>;
  /** When it is not in hand any more. @param options.isDone Whether its result is there. */
  end(id: string, options: { isDone: boolean; isSuspect: boolean }): Promise<void>;
}

/** What is known of a run's tries; nothing of one that no worker was missed with. */
type Before = Readonly<Record<string, string>> | undefined;

/** So often a run is tried where workers are lost anyway. */
const mostTries = 10;

/** How long such a loss counts, and how long it is known what a worker had in hand. */
const [straySeconds, handSeconds] = [600, 24 * 3600];

const strays = "sameseed:strays";

/** @param worker What only this worker is called. */
export function createLosses(redis: Redis, worker: string): Losses {
  const handOf = (worker: string) => `sameseed:hand:${worker}`;
  const triesOf = (id: string) => `sameseed:tries:${id}`;
  let taken = 0;

  return {
    async take(id, { isSuspect }) {
      const pipeline = redis.pipeline();
      if (isSuspect) pipeline.hgetall(triesOf(id));
      pipeline.hset(triesOf(id), { by: worker }).expire(triesOf(id), handSeconds)
        .sadd(handOf(worker), id);
      // It lasts a day: not every quick run need say so.
      if (isSuspect || taken++ % 100 === 0) pipeline.expire(handOf(worker), handSeconds);
      const answers = pipeline.exec();
      if (isSuspect) return (await answers)![0]![1] as Before;
      // Not waited for: what is told last is lost with the worker.
      answers.catch(() => {});
      return undefined;
    },
    async judge(id, { before, epoch }) {
      if (before === undefined) {
        if (epoch > 0) await redis.hset(triesOf(id), { epoch });
        return undefined;
      }
      const { by, workers } = before;
      let lost = Number(before.lost ?? 0);
      if (by !== undefined) lost = epoch > Number(before.epoch ?? 0) ? 1 : lost + 1;
      const most = await redis.exists(strays) === 1 ? mostTries : tries;
      if (lost >= most) {
        await redis.del(triesOf(id));
        return `its worker was lost in each of ${lost} tries`;
      }
      const all = [workers, by].filter((name) => name !== undefined);
      await redis.hset(triesOf(id), { epoch, lost, workers: all.join() });
      return undefined;
    },
    async end(id, { isDone, isSuspect }) {
      const pipeline = redis.pipeline().srem(handOf(worker), id);
      if (!isDone) {
        // Another may have it by now, where this one was not heard of for long.
        if (await redis.hget(triesOf(id), "by") === worker) pipeline.hdel(triesOf(id), "by");
        return void await pipeline.exec();
      }
      if (!isSuspect) return void pipeline.del(triesOf(id)).exec().catch(() => {});
      const answers = await pipeline.hget(triesOf(id), "workers").del(triesOf(id)).exec();
      const workers = answers![1]![1] as string | null;
      for (const lost of workers?.split(",").filter(Boolean) ?? []) {
        const answers = await redis.pipeline().srem(handOf(lost), id).scard(handOf(lost)).exec();
        const [removed, left] = answers!.map(([, count]) => count);
        if (removed === 1 && left === 0) {
          await redis.pipeline().incr(strays).expire(strays, straySeconds).exec();
        }
      }
    },
  };
}
