import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { PeerDefinition } from "../../src/bench/peers.ts";
import { workloads } from "../../src/bench/workloads.ts";
import { granted } from "../permissions.ts";

const needed = ["read", "write", "run", "env", "sys"] as const;
const tiny = workloads.find(({ name }) => name === "tiny")!;
const options = { rounds: 2, sampleMs: 1, pauseMs: 0, threads: [1], say: () => {} };

Deno.test({
  name: "sameseed is timed in a process of its own, and its losses agree with themselves",
  ignore: !granted(...needed),
  async fn() {
    const { comparePeers } = await import("../../src/bench/compare_peers.ts");
    const { sameseed } = await import("../../src/bench/peers.ts");
    const twin = { ...sameseed(), name: "twin" };
    const result = await comparePeers(tiny, [sameseed(), twin], options);
    assertEquals(result.timings.map(({ peer, stepMs }) => [peer, stepMs.length]), [
      ["sameseed", 2],
      ["twin", 2],
    ]);
    assert(result.timings.every(({ stepMs }) => stepMs.every((ms) => ms > 0)));
    assertEquals(result.differences, { sameseed: 0, twin: 0 });
    assertEquals([...result.missing, ...result.wrong], []);
  },
});

Deno.test({
  name: "who computes something else is told apart from who can't compute at all",
  ignore: !granted(...needed),
  async fn() {
    const { comparePeers } = await import("../../src/bench/compare_peers.ts");
    const { sameseed } = await import("../../src/bench/peers.ts");
    const script = (name: string, code: string): PeerDefinition => ({
      ...sameseed(),
      name,
      title: name,
      program: () => ({ command: Deno.execPath(), args: ["eval", "--no-lock", code] }),
    });
    const answer = (text: string) => `
      for await (const _ of Deno.stdin.readable) console.log('noise\\n@ ${text}');`;
    const result = await comparePeers(tiny, [
      sameseed(),
      script("liar", answer(JSON.stringify({ losses: Array(20).fill(0.25) }))),
      script("helpless", answer(JSON.stringify({ error: "out of memory" }))),
      script("gone", "console.error('good\\nbye');"),
      { ...sameseed(), title: "picky", refusal: () => "not mine" },
    ], options);
    assertEquals(result.timings.map(({ peer }) => peer), ["sameseed"]);
    assertEquals(result.wrong.length, 1);
    assertStringIncludes(result.wrong[0]!, "liar, 1 thread: its losses differ by");
    assertEquals(result.missing, [
      "picky: not mine",
      "helpless, 1 thread: out of memory",
      "gone, 1 thread: it ended: bye",
    ]);
  },
});
