import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { usesColours } from "../../src/cli/error_text.ts";
import { granted } from "../permissions.ts";
import { cli, inFolder, tiny, writeExperiment } from "./_run.ts";

const terminal = { noColor: false, forced: undefined, terminal: "xterm-256color", isShown: true };

Deno.test("colours are for terminals, unless somebody says otherwise", () => {
  assertEquals(usesColours(terminal), true);
  assertEquals(usesColours({ ...terminal, terminal: undefined }), true);
  assertEquals(usesColours({ ...terminal, isShown: false }), false);
  assertEquals(usesColours({ ...terminal, terminal: "dumb" }), false);
  assertEquals(usesColours({ ...terminal, noColor: true }), false);
  for (const forced of ["1", "true", "3"]) {
    assertEquals(usesColours({ ...terminal, isShown: false, forced }), true);
    assertEquals(usesColours({ ...terminal, terminal: "dumb", forced }), true);
    assertEquals(usesColours({ ...terminal, noColor: true, forced }), false);
  }
  for (const forced of ["0", "false"]) assertEquals(usesColours({ ...terminal, forced }), false);
  assertEquals(usesColours({ ...terminal, forced: "" }), true);
});

Deno.test({
  name: "the command line heeds FORCE_COLOR, and NO_COLOR above it",
  ignore: !granted("read", "write", "run", "env"),
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const args = ["run", file, "--out", join(folder, "out")];
      const isColoured = async (env: Record<string, string>) =>
        (await cli(args, { env })).stdout.includes("\x1b[");
      assertEquals(await isColoured({ NO_COLOR: "" }), false);
      assertEquals(await isColoured({ NO_COLOR: "", FORCE_COLOR: "1" }), true);
      assertEquals(await isColoured({ NO_COLOR: "1", FORCE_COLOR: "1" }), false);
    }),
});
