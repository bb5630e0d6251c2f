import { assertEquals } from "@std/assert";
import { chooseParallelism } from "../../src/runner/mod.ts";

Deno.test("many runs go side by side, few share the cores", () => {
  assertEquals(chooseParallelism(12, { cores: 2 }), { workers: 2, threads: 1 });
  assertEquals(chooseParallelism(1, { cores: 2 }), { workers: 1, threads: 2 });
  assertEquals(chooseParallelism(3, { cores: 8 }), { workers: 3, threads: 2 });
  assertEquals(chooseParallelism(0, { cores: 4 }), { workers: 1, threads: 4 });
});

Deno.test("what the user says of workers and threads stands", () => {
  assertEquals(chooseParallelism(12, { cores: 8, threads: 4 }), { workers: 2, threads: 4 });
  assertEquals(chooseParallelism(12, { cores: 8, workers: 3 }), { workers: 3, threads: 2 });
  assertEquals(chooseParallelism(12, { cores: 2, workers: 4, threads: 3 }), {
    workers: 4,
    threads: 3,
  });
  assertEquals(chooseParallelism(2, { cores: 2, workers: 9 }), { workers: 2, threads: 1 });
});
