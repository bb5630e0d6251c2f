import type { Buffer } from "node:buffer";
import type { Redis } from "ioredis";

/** A script of Redis: several steps for one question, of which none or all are done. */
export type Script = (
  keys: readonly string[],
  values: readonly (string | number | Buffer)[],
) => Promise<unknown>;

/**
 * Makes a script known to a client. For what is done with every run: a pipeline of the client costs
 * several times as much, since it is made with all commands that there are.
 *
 * @param name What no other command is called.
 */
export function defineScript(redis: Redis, name: string, lua: string): Script {
  redis.defineCommand(name, { lua });
  const call = (redis as unknown as Record<string, (...all: unknown[]) => Promise<unknown>>)[name]!;
  return (keys, values) => call.call(redis, keys.length, ...keys, ...values);
}
