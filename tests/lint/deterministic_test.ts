import { assertEquals } from "@std/assert";
import plugin from "./deterministic.ts";

function messages(file: string, code: string): string[] {
  return Deno.lint.runPlugin(plugin, file, code).map(({ message }) => message);
}

Deno.test("approximate functions are refused where results are computed", () => {
  for (const name of ["exp", "log", "tanh", "pow", "sin", "cos", "random", "hypot", "cbrt"]) {
    assertEquals(messages("/p/src/engine/x.ts", `Math.${name}(1);`), [
      `Math.${name} may differ between machines`,
    ]);
  }
  assertEquals(messages("/p/src/data/x.ts", 'Math["exp"](1);').length, 1);
  assertEquals(messages("/p/src/data/x.ts", "const { exp } = Math; exp(1);").length, 1);
  assertEquals(messages("/p/experiments/data/generate/x.ts", "2 ** x;").length, 1);
});

Deno.test("exact functions are allowed, and every function on the command line", () => {
  assertEquals(messages("/p/src/engine/x.ts", "Math.sqrt(Math.fround(Math.abs(-2)));"), []);
  assertEquals(messages("/p/src/cli/x.ts", "Math.log2(3); performance.now();"), []);
});

Deno.test("clock and locale are refused where results are computed", () => {
  assertEquals(messages("/p/src/engine/x.ts", "performance.now();").length, 1);
  assertEquals(messages("/p/src/results/csv.ts", "new Date();").length, 1);
  assertEquals(messages("/p/src/results/environment.ts", "new Date();"), []);
  assertEquals(messages("/p/src/data/x.ts", '"a".localeCompare("b");').length, 1);
  assertEquals(messages("/p/src/data/x.ts", "(1).toLocaleString();").length, 1);
});
