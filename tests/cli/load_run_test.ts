import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { granted } from "../permissions.ts";
import { cli, inFolder, project } from "./_run.ts";

const root = new URL("../../", import.meta.url);
const ignore = Deno.build.os === "windows" || !granted("read", "write", "run");

/** Whether a process of this group is still there. */
function isAlive(group: number): boolean {
  try {
    Deno.kill(-group, "SIGCONT");
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function groupIsGone(group: number): Promise<boolean> {
  for (let trial = 0; trial < 50; trial++) {
    if (!isAlive(group)) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  Deno.kill(-group, "SIGKILL");
  return false;
}

Deno.test({
  name: "a program that exits while an experiment is evaluated takes the evaluation with it",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = join(folder, "loops.ts");
      await Deno.writeTextFile(file, "while (true);");
      const code = `
        const { readExperiment } = await import("${new URL("src/experiment/read.ts", root)}");
        // By then the experiment loops: one that has not got its modules would end by itself.
        const onStart = () => setTimeout(() => Deno.exit(7), 1500);
        await readExperiment(${JSON.stringify(file)}, { onStart });`;
      const child = new Deno.Command(Deno.execPath(), {
        args: ["eval", "--frozen", code],
        cwd: project,
        detached: true,
        stdout: "null",
        stderr: "null",
      }).spawn();
      assertEquals((await child.status).code, 7);
      assert(await groupIsGone(child.pid), "the process that evaluates is still there");
    }),
});

Deno.test({
  name: "a wrong option is told of, not what is wrong with the experiment, which nobody waits for",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = join(folder, "throws.ts");
      await Deno.writeTextFile(file, "throw new Error('thrown');");
      const { code, stderr } = await cli(["run", file, "--workers", "0"]);
      assertEquals(code, 2);
      assert(stderr.includes("Cannot read --workers as") && !stderr.includes("thrown"), stderr);
    }),
});
