import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import fc from "fast-check";
import { ExperimentError, RunError } from "../../src/errors.ts";
import { canonicalDigest } from "../../src/experiment/mod.ts";
import { manifestVersion, type ShardManifest } from "../../src/results/mod.ts";
import { numericsVersion } from "../../src/numerics/mod.ts";
import { granted } from "../permissions.ts";
import { alterManifest, bytesOf, inFolder, merge, six, train, trainAll } from "./_shards.ts";
import { planOf, session } from "./_sweeps.ts";

const ignore = !granted("read", "write");

Deno.test({
  name: "shards merged in any order, some of them twice, are the bytes of the whole sweep",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      await session(await planOf(six), { folder: join(folder, "whole") });
      const whole = await bytesOf(join(folder, "whole"));
      const pictures = [...whole.keys()].filter((name) => name.endsWith(".svg"));
      assertEquals(pictures.includes("boundary.svg"), true, pictures.join());
      const shards = new Map<number, string[]>();
      for (let of = 1; of <= 6; of++) shards.set(of, await trainAll(folder, of));
      let merges = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 6 }).chain((of) =>
            fc.record({
              order: fc.shuffledSubarray(shards.get(of)!, { minLength: of }),
              again: fc.subarray([...shards.values()].flat(), { maxLength: 3 }),
            })
          ),
          async ({ order, again }) => {
            const out = join(folder, `merged-${merges++}`);
            await merge([...order, ...again], out);
            assertEquals(await bytesOf(out), whole);
          },
        ),
        { numRuns: 25, seed: 7 },
      );
      // Once more over what is there.
      await merge(shards.get(3)!, join(folder, "merged-0"));
      assertEquals(await bytesOf(join(folder, "merged-0")), whole);
    }),
});

/** What merging says of folders that two shards of two were altered to. */
async function refusal(
  alter: (places: [string, string]) => Promise<unknown>,
  error: typeof ExperimentError | typeof RunError = ExperimentError,
): Promise<string> {
  let text = "";
  await inFolder(async (folder) => {
    const places = await trainAll(folder, 2) as [string, string];
    await alter(places);
    const found = await assertRejects(
      () => merge(places, join(folder, "out")),
      error as typeof ExperimentError,
    );
    text = `${found.message}. ${found.remedy ?? ""}`
      .replaceAll(places[0], "A").replaceAll(places[1], "B");
    const left = [...Deno.readDirSync(folder)].map(({ name }) => name);
    assertEquals(left.includes("out"), false, "something was written");
  });
  return text;
}

const digest = "0".repeat(64);

/** Each with what is changed in the second shard's manifest, and the sentence that tells of it. */
const otherManifests: Record<string, [(manifest: ShardManifest) => void, string]> = {
  "another experiment's name": [
    (manifest) => void (manifest.name = "other"),
    "Cannot merge A with B: the experiment's name differs, small and other",
  ],
  "another setting": [
    (manifest) => {
      const { settings } = manifest.experiment as { settings: Record<string, unknown> };
      settings.epochs = 3;
      manifest.experimentDigest = canonicalDigest(manifest.experiment);
    },
    "Cannot merge A with B: the experiment's epochs differs, 2 and 3",
  ],
  "other data": [
    (manifest) => void (manifest.data[0]!.digest = digest),
    `Cannot merge A with B: the data of variant zeros: its digest differs, `,
  ],
  "another deno.lock": [
    (manifest) => void (manifest.lockDigest = digest),
    "Cannot merge A with B: deno.lock differs, ",
  ],
  "another command": [
    (manifest) => void (manifest.command = "deno task run small.json --seeds 1-3"),
    "the command differs, deno task run small.json and deno task run small.json --seeds 1-3",
  ],
  "another numerics version": [
    (manifest) => void (manifest.numericsVersion = 99),
    `B/manifest.json: it was made with numerics version 99, and this program has ${numericsVersion}`,
  ],
  "another format": [
    (manifest) => void (manifest.formatVersion = 99),
    `its format is 99, and this program merges ${manifestVersion}`,
  ],
  "a list of runs that is not the shard's": [
    (manifest) => void (manifest.shard.index = 1),
    "B/manifest.json: its runs are not those of its experiment",
  ],
  "no shard": [
    (manifest) => void Reflect.deleteProperty(manifest, "shard"),
    "Cannot merge B: it is no shard but whole results",
  ],
  "a key that would name another file": [
    (manifest) => void (manifest.runs[0]!.key = "../../elsewhere"),
    'its "runs.0.key" is not what a run writes there',
  ],
};

for (const [name, [change, sentence]] of Object.entries(otherManifests)) {
  Deno.test({
    name: `a shard with ${name} is refused, with both values, and nothing is written`,
    ignore,
    async fn() {
      assertStringIncludes(await refusal(([, b]) => alterManifest(b, change)), sentence);
    },
  });
}

Deno.test({
  name: "shards that were all made with another deno.lock than this program's are refused",
  ignore,
  async fn() {
    const text = await refusal(async (places) => {
      for (const place of places) await alterManifest(place, (one) => one.lockDigest = digest);
    });
    assertStringIncludes(
      text,
      `Cannot merge A: it was made with deno.lock ${digest}, this program`,
    );
    assertStringIncludes(text, "the very checkout");
  },
});

Deno.test({
  name: "a manifest that was edited is refused",
  ignore,
  async fn() {
    const text = await refusal(async ([, b]) => {
      const path = join(b, "manifest.json");
      const manifest = await Deno.readTextFile(path);
      await Deno.writeTextFile(path, manifest.replace('"epochs": 2', '"epochs": 3'));
    });
    assertStringIncludes(text, "B/manifest.json: it was changed after it was written");
  },
});

Deno.test({
  name: "a missing shard is named with its runs and with what trains it",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const [a, , c] = await trainAll(folder, 3);
      const found = await assertRejects(
        () => merge([c!, a!], join(folder, "out")),
        ExperimentError,
        "Cannot merge: 2 of 6 runs are missing, all of shard 2: zeros-seed2, xavier-seed2",
      );
      assertStringIncludes(found.remedy!, "deno task run small.json --shard 2/3");
    }),
});

Deno.test({
  name: "a run that is damaged or gone in its shard's journal is named, and another shard's serves",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      await session(await planOf(six), { folder: join(folder, "whole") });
      const places = await trainAll(folder, 2);
      const { runs }: ShardManifest = JSON.parse(
        await Deno.readTextFile(join(places[1]!, "manifest.json")),
      );
      const [first, second] = runs.map(({ key }) => join(places[1]!, ".journal", `${key}.run`));
      const bytes = await Deno.readFile(first!);
      bytes[bytes.length - 1]! ^= 1;
      await Deno.writeFile(first!, bytes);
      await Deno.remove(second!);
      const found = await assertRejects(
        () => merge(places, join(folder, "out")),
        ExperimentError,
        `2 of 6 runs are missing or damaged in .journal of ${places[1]}: ${runs[0]!.name}, ` +
          runs[1]!.name,
      );
      assertStringIncludes(found.remedy!, `--shard 2/2 --resume --out ${places[1]}`);
      const thirds = await trainAll(folder, 3);
      await merge([...places, ...thirds], join(folder, "out"));
      assertEquals(await bytesOf(join(folder, "out")), await bytesOf(join(folder, "whole")));
    }),
});

Deno.test({
  name: "a whole entry of the journal that is not the run of the manifest counts as damaged",
  ignore,
  async fn() {
    const text = await refusal(async ([, b]) => {
      await alterManifest(b, ({ runs }) => runs[0]!.resultDigest = digest);
    });
    assertStringIncludes(text, "1 of 6 runs are missing or damaged in .journal of B: zeros-seed2");
  },
});

Deno.test({
  name: "a run that came out differently in two shards is named with what and both values",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const plan = await planOf(six);
      const [a, b] = [join(folder, "a"), join(folder, "b")];
      await train(plan, a, { index: 1, of: 1 });
      await train(plan, b, {
        index: 2,
        of: 3,
        change: (result) => ({ ...result, final: { ...result.final, test: { loss: 0.125 } } }),
      });
      const { message } = await assertRejects(
        () => merge([a, b], join(folder, "out")),
        RunError,
        "Cannot merge: 2 runs came out differently in two shards: zeros-seed2: final.test.loss is ",
      );
      assertStringIncludes(message, `in ${a} and 0.125 in ${b}; xavier-seed2: final.test.loss is `);
    }),
});

Deno.test({
  name: "weights that differ alone are told by their digests",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const plan = await planOf(six);
      const [a, b] = [join(folder, "a"), join(folder, "b")];
      await train(plan, a, { index: 1, of: 6 });
      await train(plan, b, {
        index: 1,
        of: 6,
        change: (result) => ({
          ...result,
          weights: result.weights.map((one) => ({ ...one, values: one.values.map(() => 0.5) })),
        }),
      });
      await assertRejects(
        () => merge([a, b], join(folder, "out")),
        RunError,
        "a run came out differently in two shards: zeros-seed1: weightsSha256 is ",
      );
    }),
});

Deno.test({
  name: "rows of the data that are missing or damaged are told",
  ignore,
  async fn() {
    const gone = await refusal(([, b]) => Deno.remove(join(b, "examples.bin")));
    assertStringIncludes(gone, "Cannot merge B: its examples.bin is missing");
    const cut = await refusal(([, b]) => Deno.truncate(join(b, "examples.bin"), 100));
    assertStringIncludes(cut, "Cannot merge B: its examples.bin is not what the run has written");
  },
});

Deno.test({
  name: "a folder that no shard has finished in is refused with what to do",
  ignore,
  async fn() {
    const never = await refusal(([, b]) => Deno.remove(join(b, "manifest.json")));
    assertStringIncludes(never, "Cannot merge B: there is no manifest.json in it. Its sweep never");
    const gone = await refusal(([, b]) => Deno.remove(b, { recursive: true }));
    assertStringIncludes(gone, "Cannot read B: there is no such file or folder");
  },
});
