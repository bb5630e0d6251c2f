import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { granted } from "../permissions.ts";
import { cli, inFolder, resultBytes, tiny, writeExperiment } from "./_run.ts";

const ignore = !granted("read", "write", "run", "env");

const { variants: _, ...base } = tiny;
const searched = {
  ...base,
  name: "searched",
  epochs: 12,
  search: {
    type: "successive-halving",
    runs: 6,
    minEpochs: 2,
    reduction: 2,
    space: { "optimizer.learningRate": { type: "log-uniform", low: 0.001, high: 1 } },
  },
};

Deno.test({
  name: "a search with rungs is described, trained, taken up again and verified from its manifest",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, searched);
      for (const args of [["describe", file], ["run", file, "--dry-run"]]) {
        const { stdout } = await cli(args);
        assertStringIncludes(stdout, "log-uniform from 0.001 to 1");
        assertStringIncludes(
          stdout,
          "6 trials to epoch 2, 3 trials to epoch 4, 1 trial to epoch 8, 1 trial to epoch 12",
        );
      }
      const [a, b, one] = [join(folder, "a"), join(folder, "b"), join(folder, "one")];
      const first = await cli(["run", file, "--out", a, "--workers", "2"]);
      assertEquals(first.code, 0, first.stderr);
      // Two seeds; three trials stay at the first rung, two at the second.
      assertEquals(first.stdout.match(/halted after epoch 2 /g)?.length, 6);
      assertEquals(first.stdout.match(/halted after epoch 4 /g)?.length, 4);
      assertMatch(first.stdout, /\[12\/12\]/);
      await cli(["run", file, "--out", b, "--workers", "1", "--checkpoint", "0", "--quiet"]);
      const bytes = await resultBytes(a);
      assert(bytes.has("trials.svg") && bytes.has("effects.svg"));
      assertEquals(await resultBytes(b), bytes);

      const again = await cli(["run", file, "--out", a, "--resume"]);
      assertStringIncludes(again.stdout, "All 12 runs were finished before: nothing is trained");
      const verified = await cli(["verify", a]);
      assertStringIncludes(verified.stdout, "Identical: ");
      const some = await cli(["verify", a, "--only", "base-trial1-seed2,base-trial4"]);
      assertStringIncludes(some.stdout, "the rows of 3 of 12 runs");

      // A trial alone has no other to give way to.
      await cli(["run", file, "--out", one, "--only", "base-trial2", "--seeds", "1", "--quiet"]);
      const runs = (await resultBytes(one)).get("runs.csv")!;
      assertMatch(runs, /^base-trial2-seed1,.*,12,\d+,finished,/m);

      const short = await cli(["run", file, "--epochs", "2"]);
      assertEquals(short.code, 2);
      assertStringIncludes(
        short.stderr,
        "Cannot read search.minEpochs as 2: it must be below epochs",
      );
    }),
});
