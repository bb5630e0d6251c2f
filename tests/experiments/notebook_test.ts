import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { inFolder, project } from "../cli/_run.ts";
import { granted } from "../permissions.ts";
import { type Notebook, programOf } from "./_notebook.ts";

const ignore = !granted("read", "write", "run");

async function readNotebook(): Promise<Notebook> {
  return JSON.parse(await Deno.readTextFile(join(project, "experiments/results.ipynb")));
}

Deno.test({
  name: "the cells of the notebook run, pass the type check, and show what it says they show",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const notebook = await readNotebook();
      const program = join(folder, "cells.ts");
      await Deno.writeTextFile(program, programOf(notebook));
      const config = ["--config", join(project, "deno.json"), "--frozen"];
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-q", "--check", ...config, "--allow-read", program],
        cwd: join(project, "experiments"),
        env: { NO_COLOR: "1" },
      }).output();
      const decoder = new TextDecoder();
      assertEquals(code, 0, decoder.decode(stderr));
      const shown = decoder.decode(stdout).trimEnd().split("\n").map((line) => JSON.parse(line));
      const kept = notebook.cells.flatMap(({ outputs = [] }) => outputs.map(({ data }) => data!));
      const text = (data: Record<string, string | string[]>) =>
        Object.fromEntries(
          Object.entries(data).map(([type, value]) => [type, [value].flat().join("")])
            // Pictures are looked at by tests of their own.
            .filter(([type]) => type !== "image/svg+xml"),
        );
      assertEquals(shown.map(text), kept.map(text));
      assert(kept.some((data) => "image/svg+xml" in data && "text/plain" in data));
    }),
});

Deno.test({
  name: "the notebook has the outputs of every cell, and no place of a machine",
  ignore: !granted("read"),
  async fn() {
    const notebook = await readNotebook();
    for (const { cell_type, outputs } of notebook.cells) {
      if (cell_type === "code") assertEquals(outputs!.length, 1);
    }
    // deno-lint-ignore no-control-regex
    assertEquals(/\/(tmp|root|home|Users)\/|\x1b|\\u001b/.test(JSON.stringify(notebook)), false);
  },
});
