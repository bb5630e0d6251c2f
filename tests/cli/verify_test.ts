import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { canonicalDigest } from "../../src/experiment/mod.ts";
import { type Manifest, sha256Hex } from "../../src/results/mod.ts";
import { granted } from "../permissions.ts";
import { cli, inFolder, type Outcome, resultBytes, tiny, writeExperiment } from "./_run.ts";

const ignore = !granted("read", "write", "run", "env");

const rows = Array.from({ length: 24 }, (_, k) => `${k},${k * k % 7},${k % 3 === 0 ? "a" : "b"}`);
const table = `x,y,kind\n${rows.join("\n")}\n`;

/** Two variants and two seeds on a table beside the experiment, which is outside the project. */
const onTable = {
  ...tiny,
  data: { type: "csv", path: "rows.csv", target: "kind", split: { test: 0.25 } },
  batchSize: 4,
};

/** Trains in a folder and calls with the results. */
function withResults(
  experiment: Record<string, unknown>,
  test: (places: { folder: string; out: string }) => Promise<void>,
): Promise<void> {
  return inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "rows.csv"), table);
    const file = await writeExperiment(folder, experiment);
    const out = join(folder, "out");
    const { code, stderr } = await cli(["run", file, "--out", out, "--quiet"]);
    assertEquals([code, stderr], [0, ""]);
    await test({ folder, out });
  });
}

/** Nothing was trained: there is a message, and no progress. */
function assertRefused({ code, stdout, stderr }: Outcome, ...messages: string[]): void {
  assertEquals([code, stdout], [2, ""], stderr);
  for (const message of messages) assertStringIncludes(stderr, message);
}

/** Changes a manifest and gives it the digest that it then should have. */
async function forge(
  out: string,
  change: (manifest: Manifest) => void,
): Promise<() => Promise<void>> {
  const file = join(out, "manifest.json");
  const before = await Deno.readTextFile(file);
  const { manifestDigest: _, ...manifest } = JSON.parse(before);
  change(manifest);
  const signed = { ...manifest, manifestDigest: canonicalDigest(manifest) };
  await Deno.writeTextFile(file, `${JSON.stringify(signed, null, 2)}\n`);
  return () => Deno.writeTextFile(file, before);
}

async function flipBit(
  file: string,
  at: (bytes: Uint8Array) => number,
): Promise<() => Promise<void>> {
  const bytes = await Deno.readFile(file);
  const changed = bytes.slice();
  changed[at(bytes)]! ^= 1;
  await Deno.writeFile(file, changed);
  return () => Deno.writeFile(file, bytes);
}

const find = (text: string, offset = 0) => (bytes: Uint8Array) => {
  const at = new TextDecoder("latin1").decode(bytes).indexOf(text);
  assert(at >= 0, text);
  return at + text.length - 1 + offset;
};

Deno.test({
  name: "results are identical on another backend and pool, without models, and in part",
  ignore,
  fn: () =>
    withResults(tiny, async ({ out }) => {
      const before = await resultBytes(out);
      const all = await cli(["verify", out, "--backend", "reference", "--workers", "1"]);
      assertEquals(all.code, 0, all.stdout + all.stderr);
      assertMatch(all.stdout, /Identical: .*manifest\.json, and \d models\)/);
      // As in a fresh clone.
      for (const name of ["models", ".journal"]) {
        await Deno.remove(join(out, name), { recursive: true });
      }
      const clone = await cli(["verify", join(out, "manifest.json"), "--json"], { cwd: "/" });
      const { event, identical, models } = JSON.parse(clone.stdout.trimEnd().split("\n").at(-1)!);
      assertEquals([clone.code, event, identical, models.compared], [0, "verified", true, 0]);
      const part = await cli(["verify", out, "--only", "zeros-seed2,xavier"]);
      assertEquals(part.code, 0, part.stdout);
      assertStringIncludes(part.stdout, "the rows of 3 of 4 runs in runs.csv, curves.csv");
      assertEquals(await resultBytes(out), before);
      // environment.json and timing.csv besides.
      assertEquals([...Deno.readDirSync(out)].length, before.size + 2);
      assertRefused(await cli(["verify", out, "--only", "xaver"]), 'did you mean "xavier"?');
    }),
});

Deno.test({
  name: "one changed bit in any file is found and told by its place and both values",
  ignore,
  fn: () =>
    withResults(tiny, async ({ out }) => {
      const verify = async (name: string, at: (bytes: Uint8Array) => number) => {
        const undo = await flipBit(join(out, name), at);
        const outcome = await cli(["verify", out, "--quiet"]);
        await undo();
        return outcome;
      };
      const runs = await verify("runs.csv", find("xavier-seed1,xavier,1,xavier,1", 0));
      assertEquals(runs.code, 1);
      assertMatch(
        runs.stdout,
        /runs\.csv, row xavier-seed1, column parameters\n {2}recorded {2}07\n {2}made here 17\n/,
      );
      assertStringIncludes(runs.stdout, "runs.csv was changed after the manifest was written");
      assertStringIncludes(runs.stdout, "The weights of all runs are those that are recorded");

      // A comma less: no table any more.
      const curves = await verify("curves.csv", find("zeros-seed1,"));
      assertEquals(curves.code, 1);
      assertMatch(
        curves.stdout,
        /curves\.csv, line 2\n {2}recorded {2}zeros-seed1-.*\n {2}made here z/,
      );

      const summary = await verify("summary.md", find("Does it learn"));
      assertEquals(summary.code, 1);
      assertMatch(summary.stdout, /summary\.md, line \d+\n.*Does it learo.*\n.*Does it learn/);

      const picture = await verify("curves.svg", () => 1000);
      assertEquals(picture.code, 1);
      assertMatch(picture.stdout, /curves\.svg, line \d+/);

      const model = await verify("models/xavier-seed2.safetensors", (bytes) => bytes.length - 1);
      assertEquals(model.code, 1);
      assertMatch(
        model.stdout,
        /models\/xavier-seed2\.safetensors: layers\.1\.bias\[0\] differs\n {2}recorded {2}.*\n {2}made/,
      );

      for (const at of [find('"epochs": 2'), find('  "runs": [', 1), find('"trace": {')]) {
        assertRefused(await verify("manifest.json", at), "manifest.json");
      }
      assertRefused(
        await verify("manifest.json", find('"seeds": [\n      1')),
        "its digest of itself",
      );
    }),
});

Deno.test({
  name: "weights that part are told by run, epoch and tensor",
  ignore,
  fn: () =>
    withResults({ ...tiny, seeds: [1] }, async ({ out }) => {
      const undo = await forge(out, ({ runs }) => {
        const digests = runs[1]!.trace.digests;
        // After 0 1 2 3 4 6 8 12 16 20 epochs.
        const other = digests["layers.1.weight"]!.split(" ");
        digests["layers.1.weight"] = other.with(5, "01234567").join(" ");
      });
      const { code, stdout } = await cli(["verify", out, "--quiet"]);
      assertEquals(code, 1);
      assertStringIncludes(stdout, "First difference: manifest.json, line");
      assertStringIncludes(
        stdout,
        "xavier-seed1: the same after 4 epochs, parted in epoch 5 to 6, first in layers.1.weight " +
          "(1 of 4 tensors differ)",
      );
      await undo();
      // Made with another learning rate than the manifest says: initial weights are the same.
      await forge(out, (manifest) => {
        const experiment = manifest.experiment as {
          settings: { optimizer: { learningRate: number } };
        };
        experiment.settings.optimizer.learningRate = 0.25;
        manifest.experimentDigest = canonicalDigest(experiment);
      });
      const other = await cli(["verify", out, "--only", "xavier"]);
      assertEquals(other.code, 1);
      assertStringIncludes(other.stdout, "row xavier-seed1, column train_loss");
      assertMatch(
        other.stdout,
        /xavier-seed1: the same after 0 epochs, parted in epoch 1, first in layers\.0\.weight \(4 of 4/,
      );
    }),
});

Deno.test({
  name: "what cannot be verified is said before any training",
  ignore,
  fn: () =>
    withResults(onTable, async ({ folder, out }) => {
      const verify = (...args: string[]) => cli(["verify", out, ...args]);
      const elsewhere = await verify();
      assertRefused(elsewhere, "rows.csv", "--folder names another one");
      const found = await verify("--folder", folder);
      assertEquals(found.code, 0, found.stdout + found.stderr);

      await Deno.writeTextFile(join(folder, "rows.csv"), table.replace("\n3,", "\n4,"));
      assertRefused(
        await verify("--folder", folder),
        "the data of variant zeros: its digest changed since",
      );

      const forged: [(manifest: Manifest) => void, string][] = [
        [(manifest) => void manifest.numericsVersion++, "other bytes are expected"],
        [(manifest) => void (manifest.formatVersion = 1), "its format is 1"],
        [(manifest) => void (manifest.name = "other"), "its name is not that of its experiment"],
        [(manifest) => void manifest.runs.pop(), "its runs are not those of its experiment"],
        [
          (manifest) => void (manifest.experiment as { seeds: number[] }).seeds.push(9),
          "its experimentDigest is not that of its experiment",
        ],
        [(manifest) => {
          manifest.experiment = { variants: 1 };
          manifest.experimentDigest = canonicalDigest(manifest.experiment);
        }, "its experiment is none"],
        [
          ({ runs }) => delete (runs[1] as Partial<Manifest["runs"][number]>).trace,
          'its "runs.1" has no digests of weights',
        ],
        [(manifest) => delete (manifest as Partial<Manifest>).lockDigest, 'it has no "lockDigest"'],
      ];
      for (const [change, message] of forged) {
        const undo = await forge(out, change);
        assertRefused(await verify("--folder", folder), message);
        await undo();
      }

      await Deno.remove(join(out, "manifest.json"));
      assertRefused(await verify(), "there is no manifest.json in it", "interrupted");
      assertRefused(await cli(["verify", join(out, "runs.csv")]), "it must be a results folder");
    }),
});

Deno.test({
  name: "another deno.lock is noted, and is no difference",
  ignore,
  fn: () =>
    withResults(tiny, async ({ out }) => {
      const file = join(out, "summary.md");
      const summary = (await Deno.readTextFile(file))
        .replace(/(deno\.lock \| SHA-256 `)[0-9a-f]{12}/, `$1${"0".repeat(12)}`);
      await Deno.writeTextFile(file, summary);
      await forge(out, (manifest) => {
        manifest.lockDigest = "0".repeat(64);
        manifest.files["summary.md"] = sha256Hex(new TextEncoder().encode(summary));
      });
      const { code, stdout } = await cli(["verify", out]);
      assertEquals(code, 0, stdout);
      assertStringIncludes(stdout, "Note: deno.lock is another one (000000000000…, now ");
    }),
});
