import type { Executor } from "../runner/mod.ts";
import { addressText } from "./address.ts";
import type { Connection } from "./connect.ts";
import { isAnswer, queueFailure } from "./failure.ts";

/** How often a server is asked whether it still takes something, in milliseconds. */
const usualMs = 5000;

/** How clients of BullMQ are called that take jobs. */
const workerName = /\bname=sameseed:[^ ]*:w:/;

/**
 * An executor that ends when its server takes nothing any more, as with full memory: workers cannot
 * hand in results then, and nobody would hear of it.
 */
export function guardExecutor(
  executor: Executor,
  { connection, askMs = usualMs }: { connection: Connection; askMs?: number },
): Executor {
  return {
    ...executor,
    async train(jobs, events) {
      const refused = new AbortController();
      const client = connection.client();
      let isAsking = false;
      let isLooked = false;
      const timer = setInterval(async () => {
        if (isAsking) return;
        isAsking = true;
        await connection.tryWriting(client).catch((error) => {
          if (isAnswer(error)) refused.abort(error);
        });
        if (!isLooked) await lookForWorkers();
        isLooked = true;
        isAsking = false;
      }, askMs);
      async function lookForWorkers(): Promise<void> {
        const list = await client.client("LIST").catch(() => undefined);
        if (typeof list !== "string" || workerName.test(list)) return;
        events.onWarning?.(
          `Nobody takes runs from the queue yet: deno task worker --queue ${
            addressText(connection.address)
          }, here or on other machines`,
        );
      }
      const signals = [refused.signal, ...(events.signal ? [events.signal] : [])];
      try {
        let left = jobs.length;
        const results = await executor.train(jobs, {
          ...events,
          signal: AbortSignal.any(signals),
          onDone(index, ...done) {
            left--;
            return events.onDone?.(index, ...done);
          },
          onSetAside(index, why) {
            left--;
            events.onSetAside?.(index, why);
          },
        });
        if (refused.signal.aborted && !events.signal?.aborted && left > 0) {
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
