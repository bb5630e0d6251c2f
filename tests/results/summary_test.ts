import { assertEquals, assertStringIncludes } from "@std/assert";
import { summaryMarkdown } from "../../src/results/summary.ts";
import { bestEpochs } from "../../src/results/summary_results.ts";
import { verdict } from "../../src/results/verdict.ts";
import { rankVariants } from "../../src/results/variants.ts";
import { warnings } from "../../src/results/warnings.ts";
import type { RunResult } from "../../src/results/types.ts";
import { makeRun, makeSweep } from "./_sweep.ts";

/** Runs of a variant with these test accuracies, one per seed. */
function runsWith(variant: string, accuracies: number[], train = 0.9): RunResult[] {
  return accuracies.map((accuracy, index) =>
    makeRun(variant, index + 1, {
      final: { train: { loss: 0.2, accuracy: train }, test: { loss: 1 - accuracy, accuracy } },
    })
  );
}

function diverged(variant: string, seed: number): RunResult {
  const final = { train: { loss: NaN, accuracy: 0.5 }, test: { loss: NaN, accuracy: 0.5 } };
  return makeRun(variant, seed, { status: "diverged", divergedAt: 2, epochs: 1, final });
}

Deno.test("a summary has its whole text, to the byte", () => {
  const runs = [
    ...runsWith("zeros", [0.5, 0.5], 0.5),
    ...runsWith("he", [0.75, 0.875]),
    ...runsWith("random", [0.625]),
    diverged("random", 2),
  ];
  runs[2]!.bestEpoch = 1;
  const expected = `# tiny

Which start is best?

3 variants that differ in init, with 2 seeds each.

Best mean test accuracy: **he** with 81.3 ± 8.8 %, before **random** with 62.5 %. No difference between these variants can be shown with 1 to 2 seeds, however large: the order may be chance. It takes at least 7 seeds for p < 0.05 in 3 comparisons.

Read the [3 warnings](#warnings) with it.

## Results

| variant | seeds | finished | test accuracy | training loss | training accuracy | test loss | best epoch |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| he | 2 | 2 | 81.3 ± 8.8 % | 0.2000 ± 0.0000 | 90.0 ± 0.0 % | 0.1875 ± 0.0884 | 1 to 2 |
| random | 2 | 1 | 62.5 % | 0.2000 | 90.0 % | 0.3750 | 2 |
| zeros | 2 | 2 | 50.0 ± 0.0 % | 0.2000 ± 0.0000 | 50.0 ± 0.0 % | 0.5000 ± 0.0000 | 2 |

Mean ± sample standard deviation over the seeds, measured after the last epoch; ordered by test accuracy. Best epoch: the epochs trained when the training loss was lowest among the recorded ones.

The test accuracy over the seeds, and how far each variant is behind the best, seed by seed:

| variant | seeds | median | interquartile mean | behind by (points) | against the best |
| --- | ---: | ---: | ---: | ---: | --- |
| he | 2 | 81.3 % | 81.3 % | the best |  |
| random | 1 | 62.5 % | 62.5 % | 12.5 | too few seeds |
| zeros | 2 | 50.0 % | 50.0 % | 31.3 | too few seeds |

![Learning curves of tiny: loss and accuracy over the epochs trained, a line per variant](curves.svg)

## Warnings

- **random** diverged (the loss was no longer finite): seed 2 at epoch 2; the means are over the 1 run left.
- **zeros** learned nothing with any seed: its training accuracy is the share of the most frequent class (50.0 %), what the same answer for every row gets.
- The test part has 4 rows: one more or one less that is right moves the accuracy by 25.0 %.

## Set-up

What differs:

| variant | init |
| --- | --- |
| zeros | zeros |
| he | he |
| random | random |

What all runs share:

| setting | value |
| --- | --- |
| data | generated(shape=xor rows=12 normalize=none split=(validation=0 test=0.25 stratify=false)) |
| layers | 2 → 1 sigmoid |
| bias init | zeros |
| loss | binary-cross-entropy |
| regularisation | none |
| optimizer | gradient-descent(learningRate=0.1) |
| epochs | 2 |
| batch size | full |
| seeds | 1, 2 |

## Where this comes from

| what | which |
| --- | --- |
| experiment | \`experiments/tiny.ts\`, SHA-256 \`eeeeeeeeeeee…\` |
| data | SHA-256 \`dddddddddddd…\`, rows: 8 train, 4 test, classes no, yes |
| numerics version | 1 |
| deno.lock | SHA-256 \`cccccccccccc…\` |
| runs | 6 runs, each in [runs.csv](runs.csv) |

## Get it again

\`FOLDER\` stands for the folder that this file is in: \`results/tiny\`, unless \`--out\` named another. Commands are typed in the project's folder. This one trains every run again and compares every byte:

    deno task verify FOLDER

These leave models and results of your own beside it:

    deno task run experiments/tiny.ts --out results/tiny-again
    deno task compare FOLDER results/tiny-again

Every file but the models, \`environment.json\` and \`timing.csv\` is the same to the byte on every machine; the models are compared by the \`weights_sha256\` of [runs.csv](runs.csv).
`;
  assertEquals(summaryMarkdown(makeSweep(runs)), expected);
});

Deno.test("text from an experiment stays text in markdown", () => {
  const name = "x](http://evil)<img src=x>|`\n# boo";
  const runs = [makeRun(name, 1), makeRun("b", 1)];
  const sweep = makeSweep(runs);
  sweep.experiment.question =
    "<script>alert(1)</script> *bold* https://evil.example www.evil.example";
  sweep.data[0]!.classes = ["a|b", "<b>"];
  const text = summaryMarkdown(sweep);
  assertEquals(text.includes("<script"), false);
  assertEquals(text.includes("<img"), false);
  assertEquals(/(?<!\\)\]\(http/.test(text), false);
  assertEquals(text.includes("https://"), false);
  assertEquals(text.includes("www."), false);
  assertEquals(text.includes("\n# boo"), false);
  assertStringIncludes(text, "\\*bold\\*");
  assertStringIncludes(text, "classes a\\|b, &lt;b&gt;");
});

Deno.test("the verdict names ties, a single variant and a sweep without a finished run", () => {
  const tied = rankVariants([...runsWith("a", [0.75]), ...runsWith("b", [0.75])]);
  assertEquals(
    verdict(tied),
    "All variants have the same mean test accuracy: 75.0 %. With every seed equal to **a**: **b**.",
  );
  assertEquals(verdict(rankVariants(runsWith("a", [0.75]))), "The test accuracy is 75.0 %.");
  const none = rankVariants([diverged("a", 1), diverged("b", 1)]);
  assertEquals(verdict(none), "No run finished: every run diverged.");
  const one = rankVariants([diverged("a", 1), ...runsWith("b", [0.75])]);
  assertEquals(verdict(one), "Only **b** finished runs: its test accuracy is 75.0 %.");
});

Deno.test("variants are ranked by validation before test, and by loss where nothing is classified", () => {
  const run = (variant: string, validation: number, test: number) =>
    makeRun(variant, 1, {
      final: { train: { loss: 1 }, validation: { loss: validation }, test: { loss: test } },
    });
  const { column, variants } = rankVariants([run("a", 0.5, 0.1), run("b", 0.4, 0.2)]);
  assertEquals(column, { part: "validation", metric: "loss" });
  assertEquals(variants.map(({ name }) => name), ["b", "a"]);
});

Deno.test("a held-out accuracy not above the share of the largest class is warned of", () => {
  const warningsOf = (runs: RunResult[]) =>
    warnings(makeSweep(runs), rankVariants(runs))
      .filter((text) => !text.startsWith("The test part has"));
  const [warning, ...more] = warningsOf(runsWith("a", [0.25, 0.5]));
  assertEquals(
    warning,
    "**a**: the mean test accuracy (37.5 %) is not above the share of the most frequent class " +
      "(50.0 %).",
  );
  assertEquals(more, []);
  assertEquals(warningsOf(runsWith("a", [0.75])), []);
  // Without known shares nothing is said.
  const unknown = runsWith("a", [0.25]).map(({ majority: _, ...result }) => result);
  assertEquals(warningsOf(unknown), []);
});

Deno.test("of data, optimizer and regularisation the parts that all runs share are shown", () => {
  const runs = [makeRun("a", 1), makeRun("b", 1)];
  const [a, b] = runs.map(({ run }) => run.settings);
  Object.assign(a!.regularization, { l2: 0.5, dropout: 0.25 });
  Object.assign(b!.regularization, { l2: 0, dropout: 0.25 });
  Object.assign(a!.optimizer, { momentum: 0.5 });
  Object.assign(b!.optimizer, { momentum: 0.75 });
  b!.data = { ...b!.data, normalize: "unit", split: { ...b!.data.split, test: 0.5 } };
  const rows = summaryMarkdown(makeSweep(runs)).split("\n");
  const row = (name: string) => rows.filter((line) => line.startsWith(`| ${name} |`));
  assertEquals(
    row("data")[0],
    "| data | generated(shape=xor rows=12 split=(validation=0 stratify=false)) |",
  );
  assertEquals(row("regularisation"), ["| regularisation | dropout 0.25 |"]);
  assertEquals(row("optimizer"), ["| optimizer | gradient-descent(learningRate=0.1) |"]);
  // Where no strength is shared it would be wrong to say that there is none.
  Object.assign(b!.regularization, { dropout: 0 });
  assertEquals(summaryMarkdown(makeSweep(runs)).includes("regularisation"), false);
});

Deno.test("of more runs than a call has room for, the best epochs are told all the same", () => {
  const finished = Array.from({ length: 200_000 }, (_, k) => ({ bestEpoch: 1 + (k * 7) % 318 }));
  assertEquals(bestEpochs({ finished: finished as RunResult[] }), "1 to 318");
});
