import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { granted } from "../permissions.ts";
// deno run -A tests/experiments/golden.ts > tests/fixtures/experiments/golden.json
import golden from "../fixtures/experiments/golden.json" with { type: "json" };

const script = fromFileUrl(new URL("./golden.ts", import.meta.url));

/** A line of digests for each number of threads. */
async function digestsOf(threads: number[], args: string[]): Promise<Record<string, string>[]> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "-q", "--no-check", ...args, "--threads", threads.join()],
  }).output();
  const decoder = new TextDecoder();
  assertEquals(code, 0, decoder.decode(stderr));
  return decoder.decode(stdout).trimEnd().split("\n").map((line) => JSON.parse(line));
}

const cases: [what: string, threads: number[], args: string[]][] = [
  ["the reference", [1], [script, "--backend", "reference"]],
  ["simd", [1, 2, 3, 8], [script, "--backend", "simd"]],
  ["simd in 256-bit lanes", [1, 2, 3, 8], [
    "--v8-flags=--experimental-wasm-revectorize",
    script,
    "--backend",
    "simd",
  ]],
];

for (const [what, threads, args] of cases) {
  Deno.test({
    name: `short forms of all experiments have their golden digests on ${what}`,
    ignore: !granted("read", "run"),
    async fn() {
      const lines = await digestsOf(threads, args);
      assertEquals(lines.length, threads.length);
      for (const [k, line] of lines.entries()) {
        assertEquals(line, golden, `with ${threads[k]} threads`);
      }
    },
  });
}

Deno.test({
  name: "every experiment of the project has a golden digest",
  ignore: !granted("read"),
  fn() {
    const names = [...Deno.readDirSync(new URL("../../experiments", import.meta.url))]
      .filter(({ name }) => name.endsWith(".ts")).map(({ name }) => name.slice(0, -3)).sort();
    assertEquals(Object.keys(golden).sort(), names);
    assertEquals(new Set(Object.values(golden)).size, names.length);
  },
});
