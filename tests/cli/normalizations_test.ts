import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { granted } from "../permissions.ts";
import { cli, inFolder, resultBytes, tiny, writeExperiment } from "./_run.ts";

const ignore = !granted("read", "write", "run", "env");

const [hidden, output] = tiny.architecture;
const normalizing = {
  ...tiny,
  variants: {
    plain: {},
    batch: {
      architecture: [
        { type: "layer-norm", epsilon: 0.01 },
        { units: 4 },
        { type: "batch-norm", activation: "tanh", dropout: 0.1 },
        output,
      ],
    },
    layer: { architecture: [hidden, { type: "layer-norm" }, output] },
  },
};

Deno.test({
  name: "describe shows layers that normalise with their options and parameters",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, normalizing);
      const { code, stdout, stderr } = await cli(["describe", file]);
      assertEquals([code, stderr], [0, ""]);
      assertMatch(stdout, /layers\.0 +\[2\] +layer-norm\(epsilon 0\.01\) +4\n/);
      assertMatch(
        stdout,
        /layers\.2 +\[4\] +batch-norm\(momentum 0\.1, epsilon 0\.00001\), tanh +dropout 0\.1 +8\n/,
      );
      // 2 + 2, 4·2 + 4, 4 + 4, 1·4 + 1; and 4·2 + 4, 4 + 4, 1·4 + 1
      assertMatch(
        stdout,
        /network +of batch\n[^]*total +29\n[^]*network +of layer\n[^]*total +25\n/,
      );
    }),
});

Deno.test({
  name: "networks that normalise give the same bytes with other workers and backends",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, normalizing);
      for (const [out, ...options] of [["a", "1", "reference"], ["b", "3", "simd"]] as const) {
        const [workers, backend] = options;
        const chosen = ["--workers", workers, "--backend", backend];
        const { code, stderr } = await cli(
          ["run", file, "--out", join(folder, out), "--quiet", ...chosen],
        );
        assertEquals([code, stderr], [0, ""]);
      }
      const results = await resultBytes(join(folder, "a"));
      assertEquals(await resultBytes(join(folder, "b")), results);
      assertStringIncludes(results.get("runs.csv")!, "batch-norm");
      assertStringIncludes(results.get("summary.md")!, "layer-norm");
    }),
});

Deno.test({
  name: "a last batch of one row is refused before anything is trained, with what to do",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, normalizing);
      const { code, stderr } = await cli(["run", file, "--dry-run", "--set", "batchSize=11"]);
      assertEquals(code, 2);
      assertStringIncludes(
        stderr,
        "Cannot read batchSize as 11: of 45 training rows 1 is left for the last batch",
      );
      assertStringIncludes(stderr, "Choose another batch size, such as 12");
    }),
});
