import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { ExperimentError } from "../../src/errors.ts";
import { compareResults } from "../../src/results/compare.ts";
import { revisionOf } from "../../src/results/git_results.ts";
import { granted } from "../permissions.ts";

Deno.test("a place at a revision is told from other places", () => {
  const read = (place: string) => {
    const { revision, path, fromTop } = revisionOf(place) ?? {};
    return [revision, path, fromTop];
  };
  assertEquals(read("results/cat@HEAD~1"), ["HEAD~1", "results/cat", false]);
  assertEquals(read("HEAD~1:results/cat"), ["HEAD~1", "results/cat", true]);
  assertEquals(read("main:./cat"), ["main", "./cat", false]);
  assertEquals(read("results/cat@HEAD@{1}"), ["HEAD@{1}", "results/cat", false]);
  assertEquals(read("HEAD@{1}:results/cat"), ["HEAD@{1}", "results/cat", true]);
  assertEquals(read("a@home/cat@origin/main"), ["origin/main", "a@home/cat", false]);
  for (const place of ["results/cat", "C:\\results\\cat", "@", "cat@"]) {
    assertEquals(revisionOf(place), undefined, place);
  }
});

const csv = (loss: number) => `run,variant,seed,test_loss\nhe-seed1,he,1,${loss}\n`;

Deno.test({
  name: "results are compared with those of an earlier commit",
  ignore: !granted("read", "write", "run", "env"),
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "sameseed-git " });
    try {
      const results = join(folder, "results", "he");
      await Deno.mkdir(results, { recursive: true });
      const git = async (...args: string[]) => {
        const identity = [
          "-c",
          "user.name=a",
          "-c",
          "user.email=a@b",
          "-c",
          "commit.gpgsign=false",
        ];
        const command = new Deno.Command("git", { args: [...identity, ...args], cwd: folder });
        assertEquals((await command.output()).success, true, args.join(" "));
      };
      await git("init", "-q");
      for (const loss of [0.5, 0.25]) {
        await Deno.writeTextFile(join(results, "runs.csv"), csv(loss));
        await git("add", ".");
        await git("commit", "-q", "-m", "results");
      }
      const now = await compareResults([results, `${results}@HEAD`]);
      assertEquals(now.identical, true);
      const before = await compareResults([`${results}@HEAD~1`, results]);
      assertEquals(before.metrics.variants[0]!.paired.mean, -0.25);
      assertEquals(before.results[0]!.place, `${results}@HEAD~1`);
      const file = join(results, "runs.csv");
      assertEquals((await compareResults([file, `${file}@HEAD~1`])).identical, false);
      await Deno.remove(results, { recursive: true });
      const gone = await compareResults([`${results}@HEAD~1`, `${results}@HEAD`]);
      assertEquals(gone.metrics.variants.length, 1);
      const refusals: [string, string][] = [
        [`${results}@nope`, 'git knows no revision "nope"'],
        [`${results}@--output=x`, 'git knows no revision "--output=x"'],
        [`${results}-2@HEAD`, "HEAD has no results/he-2"],
        [join(folder, "results@HEAD"), "there is no runs.csv in it"],
        ["/@HEAD", "git finds no repository in /"],
      ];
      for (const [place, message] of refusals) {
        await assertRejects(
          () => compareResults([`${results}@HEAD`, place]),
          ExperimentError,
          message,
          place,
        );
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
