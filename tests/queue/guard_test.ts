import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { RunError } from "../../src/errors.ts";
import type { Executor, Job } from "../../src/runner/mod.ts";
import { hasRedis, startRedis } from "./_redis.ts";

const job = {} as Job;

/** One that trains nothing, until it is to end. */
const idle: Executor = {
  facts: {},
  train: (_, { signal }) =>
    new Promise((resolve) => signal!.addEventListener("abort", () => resolve([undefined]))),
};

Deno.test({
  name: "a sweep says that nobody works, and ends when its server takes nothing any more",
  ignore: !hasRedis,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const { connectQueue, guardExecutor, parseQueueAddress } = await import(
      "../../src/queue/mod.ts"
    );
    const server = await startRedis();
    const connection = await connectQueue(parseQueueAddress(server.url));
    try {
      const told: string[] = [];
      const guarded = guardExecutor(idle, { connection, askMs: 50 });
      const onWarning = (text: string) => void told.push(text);
      const ended = assertRejects(() => guarded.train([job], { onWarning }), RunError);
      while (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      await connection.client().config("SET", "maxmemory", "100kb");
      assertMatch((await ended).message, /takes no more: its memory is full/);
      assertEquals(told.length, 1);
      assertMatch(
        told[0]!,
        /Nobody takes runs from the queue yet: deno task worker --queue redis:/,
      );

      const { bullmq } = await (await import("../../src/queue/packages.ts")).loadPackages();
      await connection.client().config("SET", "maxmemory", "0");
      const worker = new bullmq.Worker("runs", () => Promise.resolve(null), {
        connection: connection.client(),
        prefix: "sameseed",
        name: "h:1",
      });
      await worker.waitUntilReady();
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 400);
      const { signal } = abort;
      assertEquals(await guarded.train([job], { onWarning, signal }), [undefined]);
      assertEquals(told.length, 1);
      await worker.close(true);
    } finally {
      connection.close();
      await server.stop();
    }
  },
});
