import { assert, assertEquals } from "@std/assert";
import { bestSettings, type Contender, measureRounds } from "../../src/bench/rounds.ts";

/** Takes so long for a step, by its own account, and keeps a diary. */
function contender(peer: string, stepMs: number, diary: string[] = []): Contender {
  return {
    peer,
    setting: `${stepMs} ms`,
    run(steps) {
      diary.push(peer);
      return Promise.resolve(steps * stepMs);
    },
  };
}

Deno.test("contenders take turns, and each round begins with another one", async () => {
  const diary: string[] = [];
  const contenders = ["a", "b", "c"].map((peer) => contender(peer, 10, diary));
  await measureRounds(contenders, { rounds: 3, sampleMs: 10, pauseMs: 0 });
  assertEquals(diary.join(""), "aabbcc" + "abc" + "bca" + "cab");
});

Deno.test("samples are as long as asked, and times are of one step", async () => {
  const options = { rounds: 2, sampleMs: 50, pauseMs: 0 };
  const [slow, fast] = await measureRounds([contender("a", 80), contender("b", 0.25)], options);
  assertEquals(slow, { peer: "a", setting: "80 ms", steps: 1, stepMs: [80, 80] });
  assertEquals(fast!.stepMs, [0.25, 0.25]);
  assert(fast!.steps * 0.25 >= 50 && fast!.steps * 0.25 < 150, `${fast!.steps} steps`);
});

Deno.test("what a first run does once does not make samples shorter", async () => {
  let runs = 0;
  const ordering: Contender = {
    ...contender("a", 20),
    run: (steps) => Promise.resolve(steps * 20 + (runs++ === 0 ? 300 : 0)),
  };
  const [timing] = await measureRounds([ordering], { rounds: 1, sampleMs: 200, pauseMs: 0 });
  assert(timing!.steps >= 10, `${timing!.steps} steps`);
});

Deno.test("who takes several steps at once takes no others, however short a sample may be", async () => {
  const asked: number[] = [];
  const epochs: Contender = {
    ...contender("a", 3),
    multiple: 50,
    run(steps) {
      asked.push(steps);
      return Promise.resolve(steps * 3);
    },
  };
  const [timing] = await measureRounds([epochs], { rounds: 1, sampleMs: 200, pauseMs: 0 });
  assertEquals(timing!.steps, 100);
  assertEquals(asked.every((steps) => steps % 50 === 0), true);
});

Deno.test("of each peer the setting with the smallest median counts", () => {
  const timing = (peer: string, setting: string, ...stepMs: number[]) => (
    { peer, setting, steps: 1, stepMs }
  );
  const best = bestSettings([
    timing("a", "1 thread", 3, 3, 3),
    timing("b", "1 thread", 5, 5, 5),
    timing("b", "2 threads", 1, 6, 6),
    timing("c", "1 thread", 9, 9, 9),
    timing("c", "2 threads", 90, 2, 2),
  ]);
  assertEquals(best.map(({ peer, setting }) => `${peer} ${setting}`), [
    "a 1 thread",
    "b 1 thread",
    "c 2 threads",
  ]);
});
