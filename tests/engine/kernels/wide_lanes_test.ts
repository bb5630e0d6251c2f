import { assertEquals } from "@std/assert";
import { granted } from "../../permissions.ts";

// V8 says with --trace-wasm-revectorize which functions it turns into 256-bit code. Nothing but time
// would be lost without it: this test is how the loss would be seen.
Deno.test({
  name: "V8 turns the tile, panels of bytes and both directions of one neuron into 256-bit code",
  ignore: !granted("read", "run") || Deno.build.arch !== "x86_64",
  async fn() {
    const flags = "--no-liftoff,--experimental-wasm-revectorize,--trace-wasm-revectorize";
    const script = new URL("./_wide_kernels.ts", import.meta.url);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "--no-check", `--v8-flags=${flags}`, script.href],
    }).output();
    const lines = new TextDecoder().decode(stdout).split("\n");
    // A processor without 256-bit lanes, or another V8: nothing to look at.
    if (!lines.some((line) => line.startsWith("Begin revec"))) return;
    const decided = lines.filter((line) => /Save: (\d+), cost/.test(line))
      .map((line) => Number(/Save: (\d+)/.exec(line)![1]));
    // Pairs that each function saves: four of a tile's row and term, and so on. Panels are three of them:
    // rows as columns, 8 at a time, and columns as they are. Then 1 to 8 groups of turned bytes, both
    // directions of woven ones, and a panel of turned ones.
    assertEquals(decided.filter((saved) => saved >= 25).length, 17, `saved: ${decided}`);
  },
});
