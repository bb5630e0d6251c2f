import { assert, assertEquals } from "@std/assert";
import { granted } from "../permissions.ts";
import { inFolder } from "./_run.ts";
import { killSweeps } from "./kill_sweeps.ts";

Deno.test({
  name: "of ten kills at random moments none tears results and none loses a run",
  ignore: !granted("read", "write", "run", "env") || Deno.build.os === "windows",
  fn: () =>
    inFolder(async (folder) => {
      const { kills, torn, lost, sweeps } = await killSweeps(folder, { kills: 10 });
      assertEquals([torn, lost], [[], []]);
      assertEquals(kills, 10);
      assert(sweeps > 0);
    }),
});
