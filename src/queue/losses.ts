import type { Buffer } from "node:buffer";
import type { Redis } from "ioredis";
import { tries } from "./limits.ts";
import { defineScript } from "./script.ts";

/**
 * Tells runs that kill their worker from runs that were in hand when somebody else killed one.
 *
 * A run that was in hand is tried again with no other beside it. It is poison when its worker was lost in
 * three tries in a row of which none came to a new checkpoint. Where workers are lost for other reasons,
 * which is known as soon as all that one of them had in hand has ended well elsewhere, such a row may be
 * chance: it takes ten tries then.
 */
export interface Losses {
  /**
   * As soon as a run is in hand.
   *
   * @param options.isSuspect Whether its worker was missed before.
   * @param options.keys What is looked for in the same question.
   * @returns What is known of its tries, and which of the keys are there.
   */
  take(
    id: string,
    options: { isSuspect: boolean; keys?: readonly string[] },
  ): Promise<{ before: Before; there: boolean[] }>;
  /**
   * Before it is trained.
   *
   * @param options.epoch Where it starts from.
   * @returns Why it is not to be trained any more; `undefined` where it is.
   */
  judge(id: string, options: { before: Before; epoch: number }): Promise<string | undefined>;
  /**
   * Puts the result of a run there that is in hand and no suspect, and ends it: instead of `end`.
   *
   * @param options.key Where; it goes after so many seconds.
   */
  handIn(id: string, options: { key: string; bytes: Buffer; seconds: number }): Promise<void>;
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

/**
 * What is known of the run, then of each further key whether it is there. What cannot be noted is no
 * reason to leave a run.
 */
const takeLua = `
  local before = redis.pcall("hgetall", KEYS[1])
  if before.err then before = {} end
  local answers = { before }
  redis.pcall("hset", KEYS[1], "by", ARGV[1])
  redis.pcall("expire", KEYS[1], ARGV[3])
  redis.pcall("sadd", KEYS[2], ARGV[2])
  if ARGV[4] == "1" then redis.pcall("expire", KEYS[2], ARGV[3]) end
  for place = 3, #KEYS do answers[place - 1] = redis.call("exists", KEYS[place]) end
  return answers`;

const handInLua = `
  redis.call("set", KEYS[1], ARGV[1], "EX", ARGV[2])
  redis.pcall("srem", KEYS[2], ARGV[3])
  redis.pcall("del", KEYS[3])`;

/** @param worker What only this worker is called. */
export function createLosses(redis: Redis, worker: string): Losses {
  const handOf = (worker: string) => `sameseed:hand:${worker}`;
  const triesOf = (id: string) => `sameseed:tries:${id}`;
  const takeScript = defineScript(redis, "sameseedTake", takeLua);
  const handInScript = defineScript(redis, "sameseedHandIn", handInLua);
  let taken = 0;

  return {
    async take(id, { isSuspect, keys = [] }) {
      // It lasts a day: not every quick run need say so.
      const lasts = isSuspect || taken++ % 100 === 0;
      const [before, ...there] = await takeScript(
        [triesOf(id), handOf(worker), ...keys],
        [worker, id, handSeconds, lasts ? 1 : 0],
      ) as [string[], ...number[]];
      return {
        before: isSuspect ? fieldsOf(before) : undefined,
        there: there.map((count) => count === 1),
      };
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
    async handIn(id, { key, bytes, seconds }) {
      await handInScript([key, handOf(worker), triesOf(id)], [bytes, seconds, id]);
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

/** Names and values, which a script answers with in turn. */
function fieldsOf(list: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let place = 0; place < list.length; place += 2) fields[list[place]!] = list[place + 1]!;
  return fields;
}
