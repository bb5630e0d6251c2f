import type { Executor } from "../runner/mod.ts";
import type { Connection } from "./connect.ts";
import { isAnswer, queueFailure } from "./failure.ts";

/** How often a server is asked whether it still takes something, in milliseconds. */
const askMs = 5000;

/**
 * An executor that ends when its server takes nothing any more, as with full memory: workers cannot
 * hand in results then, and nobody would hear of it.
 */
export function guardExecutor(executor: Executor, connection: Connection): Executor {
  return {
    ...executor,
    async train(jobs, events) {
      const refused = new AbortController();
      const client = connection.client();
      let isAsking = false;
      const timer = setInterval(async () => {
        if (isAsking) return;
        isAsking = true;
        await connection.tryWriting(client).catch((error) => {
          if (isAnswer(error)) refused.abort(error);
        });
        isAsking = false;
      }, askMs);
      const signals = [refused.signal, ...(events.signal ? [events.signal] : [])];
      try {
        const results = await executor.train(jobs, { ...events, signal: AbortSignal.any(signals) });
        if (refused.signal.aborted && !events.signal?.aborted && results.includes(undefined)) {
          throw refused.signal.reason;
        }
        return results;
      } catch (error) {
        throw queueFailure(error, connection.address);
      } finally {
        clearInterval(timer);
      }
    },
  };
}
