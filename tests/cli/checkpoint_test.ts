import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { denoArguments } from "../../src/cli/launch.ts";
import { granted } from "../permissions.ts";
import { cli, command, inFolder, project, resultBytes, writeExperiment } from "./_run.ts";

const ignore = !granted("read", "write", "run", "env") || Deno.build.os === "windows";

/** Two runs of a second or two, with something of everything that a checkpoint has to keep. */
const long = {
  name: "long",
  data: {
    type: "generated",
    shape: "two-moons",
    rows: 400,
    noise: 0.2,
    split: { validation: 0.2, test: 0.25 },
  },
  architecture: [
    { units: 16, activation: "tanh", dropout: 0.1 },
    { type: "batch-norm" },
    { units: 16, activation: "relu" },
    { units: 1, activation: "sigmoid" },
  ],
  optimizer: { type: "adam", learningRate: 0.001 },
  epochs: 3000,
  batchSize: 16,
  seeds: [1],
  variants: {
    plateau: { schedule: { type: "reduce-on-plateau", patience: 30, factor: 0.9 } },
    stopping: { earlyStopping: { patience: 2990 } },
  },
};

/** Everything that must be the same, models too. */
async function bytes(folder: string): Promise<Map<string, string>> {
  const files = await resultBytes(folder);
  for (const { name } of Deno.readDirSync(join(folder, "models"))) {
    files.set(name, (await Deno.readFile(join(folder, "models", name))).toHex());
  }
  return new Map([...files].sort());
}

function journal(folder: string, ending: string): string[] {
  return [...Deno.readDirSync(join(folder, ".journal"))].map(({ name }) => name)
    .filter((name) => name.endsWith(ending));
}

interface Stop {
  signal: Deno.Signal;
  /** When to send it, by the events so far; a time after that, in milliseconds. */
  once: (events: Record<string, unknown>[]) => boolean;
  ms?: number;
}

/** Runs with `--json` as the launcher would, without it in between, and sends a signal. */
async function stopped(args: string[], { signal, once, ms = 0 }: Stop) {
  const full = denoArguments(["run", ...args, "--json"], project);
  const process = new Deno.Command(Deno.execPath(), {
    args: full,
    cwd: project,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(process.stderr).text();
  const events: Record<string, unknown>[] = [];
  let rest = "";
  let sent = false;
  for await (const text of process.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    events.push(...lines.map((line) => JSON.parse(line)));
    if (sent || !once(events)) continue;
    sent = true;
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
    process.kill(signal);
  }
  return { code: (await process.status).code, events, stderr: await stderr };
}

/** Whether a first run has begun and every one that has is over its hundredth epoch, or done. */
function isUnderWay(events: Record<string, unknown>[]): boolean {
  const runs = (wanted: string, least = 0) =>
    events.filter(({ event, epoch = Infinity }) => event === wanted && Number(epoch) > least)
      .map(({ run }) => run);
  const far = new Set([...runs("progress", 100), ...runs("run-done")]);
  return far.size > 0 && runs("run-start").every((run) => far.has(run));
}

/** The same for a number of runs. */
const areUnderWay = (count: number) => (events: Record<string, unknown>[]) =>
  isUnderWay(events) && events.filter(({ event }) => event === "run-start").length >= count;

Deno.test({
  name: "after SIGTERM and SIGKILL runs go on from their checkpoints to the bytes of one sweep",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const [a, b] = [join(folder, "a"), join(folder, "b")];
      const file = await writeExperiment(folder, long);
      const whole = cli(["run", file, "--out", b, "--quiet"]);
      const args = [file, "--out", a, "--workers", "2"];

      const first = await stopped(args, { signal: "SIGTERM", once: areUnderWay(2) });
      assertEquals(first.code, 130, first.stderr);
      assertMatch(
        first.stderr,
        /^Interrupted: nothing was finished yet; 2 begun runs kept as far as trained; .* goes on/,
      );
      assertEquals(journal(a, ".checkpoint").length, 2);

      for (const backend of ["auto", "reference"]) {
        const killed = await stopped([...args, "--checkpoint", "0.02", "--backend", backend], {
          signal: "SIGKILL",
          once: isUnderWay,
          ms: 100,
        });
        const starts = killed.events.filter(({ event }) => event === "run-start");
        assert(starts.length > 0 && starts.every(({ epoch }) => Number(epoch) > 100));
      }
      const last = await cli(["run", ...args]);
      assertEquals(last.code, 0, last.stderr);
      assertMatch(last.stdout, /Continues \S+-seed\d at epoch \d+ of 3000/);
      assertEquals((await whole).code, 0);
      assertEquals(await bytes(a), await bytes(b));
      assertEquals([journal(a, ".checkpoint"), journal(a, ".tmp")], [[], []]);
      assertEquals(journal(a, ".run").length, 2);
    }),
});

Deno.test({
  name:
    "a damaged checkpoint and one of other data are named, and --force starts from the beginning",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const [a, b] = [join(folder, "a"), join(folder, "b")];
      const { variants: _, ...one } = { ...long, epochs: 1500 };
      const file = await writeExperiment(folder, one);
      await cli(["run", file, "--out", b, "--quiet"]);
      const stop = () => stopped([file, "--out", a], { signal: "SIGINT", once: isUnderWay });
      assertEquals((await stop()).code, 130);
      const [name] = journal(a, ".checkpoint");
      const path = join(a, ".journal", name!);
      const whole = await Deno.readFile(path);

      await writeExperiment(folder, { ...one, data: { ...one.data, noise: 0.25 } });
      const other = await cli(["run", file, "--out", a, "--epochs", "1500"]);
      assertStringIncludes(
        other.stdout,
        "base-seed1 starts from the beginning: its checkpoint is of other data",
      );

      await writeExperiment(folder, one);
      const damaged = whole.slice();
      damaged[whole.length - 9]! ^= 4;
      await Deno.writeFile(path, damaged);
      const anew = await cli(["run", file, "--out", a, "--resume"]);
      assertStringIncludes(
        anew.stdout,
        "base-seed1 starts from the beginning: its checkpoint is damaged",
      );
      assertEquals(await bytes(a), await bytes(b));
      assertEquals(journal(a, ".checkpoint"), []);

      await Deno.remove(join(a, ".journal"), { recursive: true });
      assertEquals((await stop()).code, 130);
      assertEquals(journal(a, ".checkpoint").length, 1);
      const forced = await cli(["run", file, "--out", a, "--force"]);
      assertEquals(/Continues|beginning/.test(forced.stdout), false, forced.stdout);
      assertEquals(await bytes(a), await bytes(b));
    }),
});

Deno.test({
  name: "an epoch that takes longer is waited for three seconds, after a second Ctrl-C not at all",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const slow = {
        name: "slow",
        data: { ...long.data, rows: 100_000 },
        architecture: [
          ...Array(4).fill({ units: 200, activation: "relu" }),
          { units: 1, activation: "sigmoid" },
        ],
        optimizer: long.optimizer,
      };
      const file = await writeExperiment(folder, slow);
      const start = () =>
        new Deno.Command(Deno.execPath(), {
          args: denoArguments(
            ["run", file, "--out", join(folder, "out"), "--json", "--backend", "reference"],
            project,
          ),
          cwd: project,
          stdout: "piped",
          stderr: "null",
        }).spawn();
      const timeMs = async (again: boolean) => {
        const process = start();
        let seen = "";
        for await (const text of process.stdout.pipeThrough(new TextDecoderStream())) {
          seen += text;
          if (seen.includes("run-start")) break;
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
        process.kill("SIGINT");
        const startedMs = performance.now();
        if (again) {
          await new Promise((resolve) => setTimeout(resolve, 400));
          process.kill("SIGINT");
        }
        assertEquals((await process.status).code, 130);
        return performance.now() - startedMs;
      };
      const [patient, impatient] = [await timeMs(false), await timeMs(true)];
      assert(patient > 2500 && patient < 8000, `${patient} ms`);
      assert(impatient > 350 && impatient < 2500, `${impatient} ms`);
      assertEquals(journal(join(folder, "out"), ".checkpoint"), []);
    }),
});

Deno.test({
  name: "--checkpoint takes seconds, and 0 for none",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, long);
      const { code, stderr } = await cli(["run", file, "--checkpoint", "soon"]);
      assertEquals(code, 2);
      assertStringIncludes(stderr, 'Cannot read --checkpoint as "soon"');
      const out = join(folder, "out");
      const args = [file, "--out", out, "--checkpoint", "0"];
      const end = await stopped(args, { signal: "SIGTERM", once: isUnderWay });
      assertEquals(end.code, 130);
      assertStringIncludes(end.stderr, "Interrupted: nothing was finished yet; results of before");
      assertEquals(journal(out, ".checkpoint"), []);
      // The launcher hands SIGTERM on: one signal of it is one, and a last checkpoint is made.
      const child = command(["run", file, "--out", out, "--json"]).spawn();
      const events = child.stdout.pipeThrough(new TextDecoderStream());
      for await (const text of events.values({ preventCancel: true })) {
        if (text.includes('"progress"')) break;
      }
      child.kill("SIGTERM");
      await events.cancel();
      await child.stderr.cancel();
      assertEquals((await child.status).code, 130);
      assertEquals(journal(out, ".checkpoint").length > 0, true);
    }),
});
