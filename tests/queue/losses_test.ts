import { assertEquals, assertMatch } from "@std/assert";
import { hasRedis } from "./_redis.ts";
import { openTestQueue } from "./_jobs.ts";

const ignore = !hasRedis;

/** Calls with workers of an empty server by name: each begins and ends runs. */
async function withWorkers(
  test: (worker: (name: string) => Worker) => Promise<void>,
): Promise<void> {
  const { createLosses } = await import("../../src/queue/losses.ts");
  const { redis, close } = await openTestQueue();
  try {
    await test((name) => {
      const losses = createLosses(redis, name);
      return {
        async begin(run, { epoch = 0, isSuspect = true } = {}) {
          const { before } = await losses.take(run, { isSuspect });
          return await losses.judge(run, { before, epoch });
        },
        end: (run, isDone = true) => losses.end(run, { isDone, isSuspect: true }),
      };
    });
  } finally {
    await close();
  }
}

interface Worker {
  begin(
    run: string,
    options?: { epoch?: number; isSuspect?: boolean },
  ): Promise<string | undefined>;
  end(run: string, isDone?: boolean): Promise<void>;
}

Deno.test({
  name:
    "three workers lost at the same point are one run's fault, which gets new tries when asked for",
  ignore,
  fn: () =>
    withWorkers(async (worker) => {
      for (let round = 0; round < 2; round++) {
        assertEquals(await worker("a").begin("x", { isSuspect: round > 0 }), undefined);
        assertEquals(await worker("b").begin("x"), undefined);
        assertEquals(await worker("c").begin("x"), undefined);
        assertMatch((await worker("d").begin("x"))!, /its worker was lost in each of 3 tries/);
      }
    }),
});

Deno.test({
  name: "a run that comes further each time is never set aside, and where it stays it is",
  ignore,
  fn: () =>
    withWorkers(async (worker) => {
      for (let epoch = 0; epoch < 20; epoch++) {
        assertEquals(await worker(`${epoch}`).begin("x", { epoch }), undefined);
      }
      // Lost after epoch 19: the one that came there, the one that began there, and now a third.
      assertEquals(await worker("a").begin("x", { epoch: 19 }), undefined);
      assertMatch((await worker("b").begin("x", { epoch: 19 }))!, /each of 3 tries/);
    }),
});

Deno.test({
  name: "a run that was given back, or was never begun, has lost nobody",
  ignore,
  fn: () =>
    withWorkers(async (worker) => {
      for (const name of ["a", "b", "c", "d", "e"]) {
        assertEquals(await worker(name).begin("x"), undefined);
        await worker(name).end("x", false);
      }
    }),
});

Deno.test({
  name: "where a worker was lost whose run ends well elsewhere, chance gets ten tries",
  ignore,
  fn: () =>
    withWorkers(async (worker) => {
      await worker("a").begin("other", { isSuspect: false });
      await worker("b").begin("other");
      await worker("b").end("other");
      for (let lost = 0; lost < 10; lost++) {
        assertEquals(await worker(`w${lost}`).begin("x"), undefined);
      }
      assertMatch((await worker("c").begin("x"))!, /each of 10 tries/);
    }),
});

Deno.test({
  name: "who was beside a run that kills its worker is no sign of another reason",
  ignore,
  fn: () =>
    withWorkers(async (worker) => {
      for (const run of ["x", "beside"]) await worker("a").begin(run, { isSuspect: false });
      await worker("b").begin("beside");
      await worker("b").end("beside");
      assertEquals(await worker("c").begin("x"), undefined);
      assertEquals(await worker("d").begin("x"), undefined);
      assertMatch((await worker("e").begin("x"))!, /each of 3 tries/);
    }),
});
