import { markdownTable } from "../results/mod.ts";
import type { CommandComparison } from "./commands.ts";
import type { Comparison } from "./compare_peers.ts";
import { type Growing, type GrowthPoint, linearityOf } from "./growth.ts";
import { describeMachine, machineText } from "./machine.ts";
import type { FoundPeers } from "./peers.ts";
import { bestSettings, type Timing } from "./rounds.ts";
import { median, type Ratio, ratioOf } from "./statistics.ts";

/** What is compared and how, on which machine, as markdown. */
export function introduction(
  args: readonly string[],
  { peers, absent }: Pick<FoundPeers, "peers" | "absent">,
): string {
  return [
    "# Benchmark",
    "How long sameseed and others take for the same thing. All train the same network on the same " +
    "rows from the same weights, and their losses over 20 steps are checked to agree. They take " +
    "turns, round after round; times are medians of a step (gradient and update), ratios medians " +
    "of the ratios of each round. Pictures are x/255: others have them as floating-point numbers, " +
    "made before the clock starts; sameseed keeps the bytes.",
    `    ${["deno task bench", ...args].join(" ")}`,
    [
      machineText(describeMachine(), peers),
      ...absent.map((sentence) => `- not measured: ${sentence}`),
    ].join("\n"),
    "## Training steps and whole commands",
  ].join("\n\n");
}

type Goals = { readonly [peer: string]: readonly [must: number, aim: number] };

/** What is compared in a table: whoever comes first is sameseed. */
interface Compared {
  timings: readonly Timing[];
  goals: Goals;
  titles: ReadonlyMap<string, string>;
  /** Largest relative difference of losses, by peer. */
  differences?: Readonly<Record<string, number>>;
}

const header = ["", "best setting", "time", "sameseed is", "quartiles", "goal", "losses differ by"];

/** Each contender in its best setting, as markdown. */
export function comparisonTable({ timings, goals, titles, differences }: Compared): string {
  const best = bestSettings(timings);
  const [ours] = best;
  const rows = best.map((timing) => {
    const { peer, setting, stepMs } = timing;
    const title = titles.get(peer) ?? peer;
    const time = durationText(median(stepMs));
    if (timing === ours) return [title, setting, time, "", "", "", ""];
    const ratio = ratioOf(stepMs, ours!.stepMs);
    const difference = differences?.[peer];
    return [
      title,
      setting,
      time,
      `${ratioText(ratio.median)} as fast`,
      `${ratioText(ratio.low)} to ${ratioText(ratio.high)}`,
      goalText(goals[peer], ratio),
      difference === undefined ? "" : difference.toExponential(1),
    ];
  });
  return markdownTable(header, rows, { numeric: (column) => column >= 2 });
}

/** `5.3×` */
export function ratioText(ratio: number): string {
  return `${ratio >= 100 ? ratio.toFixed(0) : ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2)}×`;
}

/** A duration with three digits and its unit. */
export function durationText(ms: number): string {
  if (ms >= 999.5) return `${(ms / 1000).toPrecision(3)} s`;
  return ms >= 0.9995 ? `${ms.toPrecision(3)} ms` : `${(1000 * ms).toPrecision(3)} µs`;
}

function goalText(goal: readonly [number, number] | undefined, { median }: Ratio): string {
  if (!goal) return "";
  const [must, aim] = goal;
  const reached = median >= aim ? "aim reached" : median >= must ? "reached" : "missed";
  return must === aim ? `${must}×: ${reached}` : `${must}×, aim ${aim}×: ${reached}`;
}

/** The section of a workload. */
export function workloadSection(
  { workload, timings, differences, missing, wrong }: Comparison,
  titles: ReadonlyMap<string, string>,
): string {
  const notes = [
    ...wrong.map((sentence) => `- **not the same**: ${sentence}`),
    ...missing.map((sentence) => `- not measured: ${sentence}`),
  ];
  const table = timings.length === 0
    ? []
    : [comparisonTable({ timings, goals: workload.goals, titles, differences })];
  const all = timings.length === 0 ? [] : [`All settings: ${settingsText(timings, titles)}.`];
  return [`### ${workload.title}`, ...table, ...all, ...(notes.length ? [notes.join("\n")] : [])]
    .join("\n\n");
}

function settingsText(timings: readonly Timing[], titles: ReadonlyMap<string, string>): string {
  return timings.map(({ peer, setting, stepMs }) =>
    `${titles.get(peer) ?? peer}, ${setting} ${durationText(median(stepMs))}`
  ).join("; ");
}

/** The section of a comparison of commands. */
export function commandSection(
  { title, timings, goals, missing }: CommandComparison,
  titles: ReadonlyMap<string, string>,
): string {
  const notes = missing.map((sentence) => `- not measured: ${sentence}`);
  return [
    `### ${title}`,
    comparisonTable({ timings, goals, titles }),
    ...(notes.length ? [notes.join("\n")] : []),
  ].join("\n\n");
}

/** The section on growth: a table and what it shows. */
export function growthSection(points: readonly GrowthPoint[]): string {
  const rows = points.map(({ growing, rows, parameters, epochMs, ns, peakBytes, keptBytes }) => [
    growing,
    String(rows),
    String(parameters),
    durationText(epochMs),
    ns.toFixed(3),
    (keptBytes / 1e6).toFixed(1),
    (peakBytes / 1e6).toFixed(0),
  ]);
  const header = [
    ...["growing", "rows", "parameters", "an epoch", "ns per row and parameter"],
    ...["data and weights, MB", "peak memory, MB"],
  ];
  return [
    "## Growth",
    "One hidden layer of 32 units, 10 classes, batches of 128 rows, gradient descent, 1 thread; " +
    "each size in a process of its own, all sizes in turn.",
    markdownTable(header, rows, { numeric: (column) => column >= 1 }),
    (["rows", "parameters"] as const).map((growing) => growthSentence(points, growing)).join("\n"),
    "![Milliseconds an epoch and peak memory over rows and over parameters](growth.svg)",
  ].join("\n\n");
}

function growthSentence(points: readonly GrowthPoint[], growing: Growing): string {
  const own = points.filter((point) => point.growing === growing);
  const { line, deviation, bytesPerByte } = linearityOf(own);
  const verdict = deviation <= 0.2 ? "linear within 20 %" : "not linear within 20 %";
  const each = growing.slice(0, -1);
  const percent = `${(100 * deviation).toFixed(0)} %`;
  const span = own.at(-1)![growing] / own[0]![growing];
  return `- over ${span.toFixed(0)} times the ${growing}: ${verdict}; an epoch takes ` +
    `${durationText(line.start)} and ${
      (1e6 * line.slope).toPrecision(3)
    } ns per ${each}, which is ` +
    `at most ${percent} from what was measured; ${bytesPerByte.toFixed(1)} bytes of memory per ` +
    "byte of data, weights and gradients";
}
