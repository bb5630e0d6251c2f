import { assertEquals } from "@std/assert";
import { runSweep } from "../../src/runner/mod.ts";
import { granted } from "../permissions.ts";
import { planOf, small } from "./_sweeps.ts";

const plan = await planOf(small);
const given = { workers: 2, command: "" };

Deno.test({
  name: "a sweep tells the backend that has computed, not the one that was asked for",
  ignore: !granted("read"),
  async fn() {
    for (const tinyHere of [true, false]) {
      const { environment } = await runSweep(plan, { ...given, tinyHere, backend: "auto" });
      assertEquals(environment?.backend, "simd");
    }
    const { environment } = await runSweep(plan, { ...given, backend: "reference" });
    assertEquals(environment?.backend, "reference");
  },
});

Deno.test({
  name: "runs that fell back stand beside those that did not, and nothing is told of no run",
  ignore: !granted("read"),
  async fn() {
    const executor = {
      facts: { workers: 2 },
      train(_jobs: unknown, events: { onBackend?: (name: string) => void }) {
        for (const name of ["simd", "reference", "simd"]) events.onBackend?.(name);
        return Promise.resolve([]);
      },
    };
    const { environment } = await runSweep(plan, { ...given, backend: "auto", executor });
    assertEquals(environment?.backend, "reference, simd");
    const silent = { ...executor, train: () => Promise.resolve([]) };
    const none = await runSweep(plan, { ...given, backend: "auto", executor: silent });
    assertEquals(none.environment, { workers: 2, wideLanes: false });
  },
});
