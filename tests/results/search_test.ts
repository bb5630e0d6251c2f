import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { expand } from "../../src/experiment/expand.ts";
import { parseExperiment } from "../../src/experiment/parse.ts";
import { effectsSpecification, effectText, partText } from "../../src/results/effects_svg.ts";
import { isCorrelated, rankCorrelation } from "../../src/results/rank_correlation.ts";
import { renderSvg } from "../../src/results/render_svg.ts";
import { rungEpochs, rungSizes } from "../../src/results/rungs.ts";
import { searchTrials, settingEffects, shownTrials } from "../../src/results/search_trials.ts";
import { summaryMarkdown } from "../../src/results/summary.ts";
import { trialsSpecification } from "../../src/results/trials_svg.ts";
import type { RunResult, SweepResult } from "../../src/results/types.ts";
import { granted } from "../permissions.ts";
import { makeRun, makeSweep } from "./_sweep.ts";

const space = {
  "optimizer.learningRate": { type: "log-uniform", low: 1e-4, high: 1 },
  "architecture.0.units": { type: "integer", low: 2, high: 30 },
  "regularization.l2": { type: "uniform", low: 0, high: 0.1 },
  init: { type: "choice", values: ["he", "xavier", { type: "random", scale: 0.5 }] },
};

/** A search whose accuracy is best at a learning rate of 0.01, falls with l2 and knows no units. */
function sweepOf(
  runs: number,
  { search = {}, change = () => ({}), slope = 3 }: {
    slope?: number;
    search?: Record<string, unknown>;
    change?: (trial: number) => Partial<RunResult>;
  } = {},
): SweepResult {
  const experiment = expand(parseExperiment({
    name: "tiny",
    data: { type: "generated", shape: "xor" },
    architecture: [{ units: 3, activation: "relu" }, { units: 1, activation: "sigmoid" }],
    search: { type: "random", runs, space, ...search },
  }));
  const results = experiment.runs.map((run, trial) => {
    const { regularization, optimizer } = run.settings;
    const far = Math.abs(Math.log10(Number(optimizer.learningRate)) + 2) / 2;
    const accuracy = 0.95 - 0.5 * far - slope * regularization.l2;
    const scores = { loss: 1 - accuracy, accuracy };
    const final = { train: scores, validation: scores };
    return { ...makeRun("he", 1, { final }), run, ...change(trial) };
  });
  return { ...makeSweep(results), experiment, expectedRuns: results.length };
}

const diverged = { status: "diverged" as const, divergedAt: 1 };

Deno.test("Spearman's rank correlation is SciPy's, with ties too", () => {
  // From the documentation of scipy.stats.spearmanr.
  const pairs = [[1, 5], [2, 6], [3, 7], [4, 8], [5, 7]] as const;
  assertAlmostEquals(rankCorrelation(pairs), 0.8207826816681233, 1e-15);
  assertEquals(rankCorrelation([[1, 3], [2, 2], [3, 1]]), -1);
  assertEquals(rankCorrelation([[1, 3], [1, 2], [1, 1]]), NaN);
  // 1.96 standard deviations of 1/√100.
  assertEquals([0.19, 0.2, -0.2].map((rho) => isCorrelated(rho, 101)), [false, true, true]);
  assertEquals(isCorrelated(1, 9), false);
});

Deno.test("rungs are r·ηᵏ up to the epochs, with a share of the trials each", () => {
  assertEquals(rungEpochs({ minEpochs: 10, reduction: 3 }, 270), [10, 30, 90, 270]);
  assertEquals(rungEpochs({ minEpochs: 10, reduction: 3 }, 271), [10, 30, 90, 270, 271]);
  assertEquals(rungEpochs({ minEpochs: 1, reduction: 4 }, 2), [1, 2]);
  assertEquals(rungSizes(54, { rungs: 4, reduction: 3 }), [54, 18, 6, 2]);
  // ⌊7/3⌋ is 2, of which one goes on, and it alone to the end.
  assertEquals(rungSizes(7, { rungs: 4, reduction: 3 }), [7, 2, 1, 1]);
});

Deno.test("effects tell what goes one way, and where a best value lies in the middle", () => {
  const found = searchTrials(sweepOf(300))!;
  assertEquals(found.settings.map(({ path }) => path), Object.keys(space).sort());
  const effects = new Map(settingEffects(found).map((effect) => [effect.path, effect]));
  assertEquals(effects.get("regularization.l2")!.moreIs, "worse");
  const steep = settingEffects(searchTrials(sweepOf(300, { slope: 30 }))!);
  assertEquals(steep.map(({ edge }) => edge), [undefined, undefined, undefined, "low"]);
  assert(effects.get("regularization.l2")!.correlation! < -0.4);
  assertEquals(effects.get("architecture.0.units")!.moreIs, undefined);
  const rate = effects.get("optimizer.learningRate")!;
  assertEquals(rate.moreIs, undefined);
  assertEquals(rate.edge, undefined);
  const [low, high] = rate.bestPart!;
  assert(low >= 0.0031 && high <= 0.032 && low < high, `${low} to ${high}`);
  assertMatch(effectText(rate), /^rank correlation −?0\.0\d, best 0\.0\d+ to 0\.0\d+$/);
  const init = effects.get("init")!;
  assertEquals(init.medians!.reduce((sum, { trials }) => sum + trials, 0), 300);
  assertEquals(init.correlation, undefined);
  assertEquals(partText([1e-6, 0.0316]), "1e-6 to 0.032");
});

Deno.test("of a search with halted and diverged trials the summary shows settings, rungs and epochs", () => {
  const search = { type: "successive-halving", minEpochs: 10, reduction: 4, metric: "accuracy" };
  const text = summaryMarkdown(
    sweepOf(40, {
      search,
      change: (trial) =>
        trial === 3 ? diverged : trial % 4 > 0 ? { status: "halted", epochs: 10 } : { epochs: 100 },
    }),
    { pictures: ["trials.svg", "effects.svg"] },
  );
  assertMatch(text, /## Search\n\n40 trials, with 4 settings drawn at random/);
  assertMatch(text, /validation accuracy, .* 40 to epoch 10, 10 to epoch 40 and 2 to epoch 100\./);
  assertMatch(text, /\| base-trial\d+ \| \d+\.\d % \| 10 \(halted\) \|/);
  assertMatch(text, /\| base-trial\d+ \| \d+\.\d % \| 100 \|/);
  assertMatch(text, /and 29 more trials, in \[runs\.csv\]/);
  assertMatch(text, /!\[Parallel coordinates of tiny: [^\]]*\]\(trials\.svg\)/);
  assertMatch(text, /\]\(effects\.svg\)/);
  assertMatch(
    text,
    /\| regularization\.l2 \| uniform, 0 to 0\.1 \| −0\.\d\d \| more is mostly worse \|/,
  );
  const { search: _, ...experiment } = sweepOf(2).experiment;
  const without = summaryMarkdown({ ...sweepOf(2), experiment });
  assertEquals(/## Search/.test(without), false);
});

Deno.test({
  name: "the pictures of a search are drawn without a warning, diverged trials among them or alone",
  ignore: !granted("read", "env"),
  async fn() {
    const warn = (message: string) => assert(false, message);
    const sweep = sweepOf(30, { change: (trial) => trial % 10 === 3 ? diverged : {} });
    const trials = await renderSvg(trialsSpecification(sweep)!, { warn });
    // A line for each trial.
    assertEquals(
      trials.match(/<path[^>]* fill="none"|<path[^>]*stroke-width="(1.2|2|3)"/g)?.length,
      30,
    );
    assertMatch(trials, /grey, without an end: diverged/);
    const effects = await renderSvg(effectsSpecification(sweep)!, { warn });
    assertMatch(effects, /without 3 diverged/);
    assertMatch(effects, /xavier/);
    const all = sweepOf(3, { change: () => diverged });
    assertMatch(await renderSvg(trialsSpecification(all)!, { warn }), /diverged/);
    assertEquals(effectsSpecification(all), undefined);
  },
});

Deno.test("pictures and tables stay small for ten thousand trials", () => {
  const sweep = sweepOf(10_000);
  const { trials } = searchTrials(sweep)!;
  assertEquals(trials.length, 10_000);
  const shown = shownTrials(trials, 240);
  assertEquals(shown.length, 240);
  assertEquals(new Set(shown).size, 240);
  assertEquals(shown.slice(0, 120), trials.slice(0, 120));
  // The worst are among them, if not the very last.
  assert(trials.indexOf(shown.at(-1)!) > 9900);
  for (const draft of [trialsSpecification, effectsSpecification]) {
    assert(JSON.stringify(draft(sweep)).length < 300_000);
  }
});
