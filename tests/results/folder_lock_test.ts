import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { ExperimentError } from "../../src/errors.ts";
import { lockFolder } from "../../src/results/folder_lock.ts";
import { granted } from "../permissions.ts";
import { project } from "../cli/_run.ts";

const ignore = !granted("read", "write", "run");
const holder = { pid: 4711, host: "box", since: "2020-01-02T03:04:05.000Z" };

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "sameseed-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "a folder that is taken is refused with who has it, and is free after the release",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const lock = await lockFolder(folder, holder);
      const refused = await assertRejects(
        () => lockFolder(folder, { ...holder, pid: 1 }),
        ExperimentError,
      );
      assertEquals(
        refused.message,
        `Cannot write ${folder}: another process is writing there: process 4711 on box, since ` +
          "2020-01-02T03:04:05.000Z",
      );
      assertEquals(refused.file, folder);
      await lock.release();
      assertEquals([...Deno.readDirSync(folder)], []);
      await (await lockFolder(folder, holder)).release();
    }),
});

Deno.test({
  name: "of many that want a folder at once exactly one gets it",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      for (let round = 0; round < 20; round++) {
        const wanted = Array.from({ length: 8 }, () => lockFolder(folder, holder));
        const got = (await Promise.allSettled(wanted)).flatMap((end) =>
          end.status === "fulfilled" ? [end.value] : []
        );
        assertEquals(got.length, 1);
        await got[0]!.release();
      }
    }),
});

Deno.test({
  name: "a killed process leaves a file that keeps nobody out, whoever has its number now",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const text = `
        import { lockFolder } from ${JSON.stringify(`file://${project}/src/results/mod.ts`)};
        await lockFolder(${JSON.stringify(folder)}, { pid: Deno.pid, since: "2020-01-01" });
        console.log("locked");
        await new Promise((resolve) => setTimeout(resolve, 60_000));`;
      const child = new Deno.Command(Deno.execPath(), {
        args: [
          "eval",
          "--no-check",
          "--config",
          join(project, "deno.json"),
          "--frozen",
          text,
        ],
        stdout: "piped",
        stderr: "inherit",
      }).spawn();
      const output = child.stdout.getReader();
      assert(new TextDecoder().decode((await output.read()).value).includes("locked"));
      await assertRejects(
        () => lockFolder(folder, holder),
        ExperimentError,
        `process ${child.pid}, since 2020-01-01`,
      );
      child.kill("SIGKILL");
      await child.status;
      await output.cancel();
      assertEquals(await Deno.stat(join(folder, ".lock")).then(({ isFile }) => isFile), true);
      // This very process now has the number that the file names.
      await Deno.writeTextFile(join(folder, ".lock"), JSON.stringify({ pid: Deno.pid }));
      await (await lockFolder(folder, holder)).release();
    }),
});

Deno.test({
  name: "what stands in the file is not believed",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      for (
        const text of ["", "{", '{"pid":"\\u001b[2J"}', '{"pid":1,"since":"\\u001b[2J1234567"}']
      ) {
        const lock = await lockFolder(folder, holder);
        await Deno.writeTextFile(join(folder, ".lock"), text);
        const { message } = await assertRejects(() => lockFolder(folder, holder), ExperimentError);
        assertEquals(message, `Cannot write ${folder}: another process is writing there`);
        await lock.release();
      }
    }),
});
