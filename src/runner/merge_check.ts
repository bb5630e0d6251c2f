import { canonicalJson } from "../experiment/mod.ts";
import { ExperimentError } from "../errors.ts";
import { compareExperiments, type ShardRecord } from "../results/mod.ts";
import { shorten } from "../suggest.ts";
import { lockDigest } from "./sweep_result.ts";

/**
 * Makes sure that shards are parts of one sweep, made by programs that give the same bytes, of which
 * this is one.
 *
 * @throws {ExperimentError} naming two of them, or one and this program, with both values
 */
export async function checkShards(shards: readonly ShardRecord[]): Promise<void> {
  const [first, ...others] = shards;
  for (const other of others) {
    const difference = differenceOf(first!, other);
    if (difference === undefined) continue;
    const { what, a, b, remedy } = difference;
    throw new ExperimentError(
      `Cannot merge ${first!.place} with ${other.place}: ${what} differs, ${shorten(a)} and ${
        shorten(b)
      }`,
      { file: other.place, remedy },
    );
  }
  const { place, manifest } = first!;
  const own = await lockDigest();
  if (manifest.lockDigest === own) return;
  throw new ExperimentError(
    `Cannot merge ${place}: it was made with deno.lock ${manifest.lockDigest}, this program has ` +
      `${own}`,
    { file: place, remedy: "Merge with the very checkout that has trained the shards" },
  );
}

interface Difference {
  what: string;
  a: string;
  b: string;
  remedy: string;
}

const sameProgram = "Train all shards with the same checkout";
const sameCommand = "Type the same command for each shard, but for its --shard and --out";
const sameData = "Train all shards on the same data";

function differenceOf(a: ShardRecord, b: ShardRecord): Difference | undefined {
  const [x, y] = [a.manifest, b.manifest];
  const facts: [what: string, a: unknown, b: unknown, remedy: string][] = [
    ["the experiment's name", x.name, y.name, "Merge the shards of one experiment"],
    ["the numerics version", x.numericsVersion, y.numericsVersion, sameProgram],
    ["deno.lock", x.lockDigest, y.lockDigest, sameProgram],
    ...compareExperiments(x.experiment, y.experiment).slice(0, 1)
      .map(({ path, a, b }): [string, unknown, unknown, string] => [
        `the experiment's ${path}`,
        a,
        b,
        sameCommand,
      ]),
    // What a comparison of settings might not show.
    ["the experiment", x.experimentDigest, y.experimentDigest, sameCommand],
    ["the experiment file", x.source, y.source, sameCommand],
    ["the command", x.command, y.command, sameCommand],
    ...dataFacts(a, b),
    ["the initial weights", x.initialWeights, y.initialWeights, sameData],
  ];
  for (const [what, valueA, valueB, remedy] of facts) {
    const [a, b] = [textOf(valueA), textOf(valueB)];
    if (a !== b) return { what, a, b, remedy };
  }
  return undefined;
}

function dataFacts(
  { manifest: { data: a } }: ShardRecord,
  { manifest: { data: b } }: ShardRecord,
): [string, unknown, unknown, string][] {
  const facts = ["digest", "rows", "inputShape", "classes", "variants"] as const;
  return a.flatMap((entry, index) => {
    const variant = entry.variants[0] ?? "";
    return facts.map((fact): [string, unknown, unknown, string] => [
      `the data of variant ${variant}: its ${fact}`,
      entry[fact],
      b[index]?.[fact],
      sameData,
    ]);
  });
}

function textOf(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? value : canonicalJson(value);
}
