import type { LoadedData } from "../data/mod.ts";
import type { Member, ResolvedLayer, Run } from "../experiment/types.ts";
import { isNormalization } from "../engine/mod.ts";
import type { DataRecord } from "../results/mod.ts";
import type { Parallelism, Plan } from "../runner/mod.ts";
import { columns, plural } from "./format.ts";
import { searchLines } from "./search_text.ts";

/**
 * `12 runs = 4 variants × 3 seeds · 240 train, 80 test rows of 64×64×3 · 2 workers`; threads are told
 * where a worker may use several.
 * `3 of 12 runs = …` where the plan has a part of them.
 */
export function factsLine(
  { experiment, records, jobs }: Plan,
  where: Parallelism | string,
): string {
  const { runs, seeds } = experiment;
  const variants = runs.length / seeds.length;
  const product = `${plural(variants, "variant")} × ${plural(seeds.length, "seed")}`;
  return [
    `${jobs.length < runs.length ? `${jobs.length} of ` : ""}${
      plural(runs.length, "run")
    } = ${product}`,
    dataText(records[0]!) + (records.length > 1 ? " and other data" : ""),
    typeof where === "string" ? where : workersText(where),
  ].join(" · ");
}

function workersText({ workers, threads }: Parallelism): string {
  return plural(workers, "worker") + (threads > 1 ? ` of ${threads} threads` : "");
}

/** `240 train, 80 test rows of 64×64×3`. */
function dataText({ rows, inputShape }: DataRecord): string {
  const parts = Object.entries(rows).map(([part, count]) => `${count} ${part}`);
  return `${parts.join(", ")} rows of ${inputShape.join("×")}`;
}

/** What `describe` and `--dry-run` print: data, layers with shapes, the list of runs. */
export function describePlan(plan: Plan): string {
  const { experiment, records, jobs, data } = plan;
  const sections = [
    [`${experiment.name}${experiment.question ? `: ${experiment.question}` : ""}`],
    records.flatMap((record) => dataLines(record)),
    ...distinctNetworks(plan).map(({ run, names }) => {
      const loaded = data.get(jobs.find((job) => job.run === run)!.dataKey)!;
      return networkLines(run, { loaded, names });
    }),
    searchLines(plan),
    runLines(plan),
  ].filter((lines) => lines.length > 0);
  return sections.map((lines) => lines.join("\n")).join("\n\n");
}

function dataLines(record: DataRecord): string[] {
  const { settings, classes, digest } = record;
  const { validation, test } = settings.split;
  const split = validation + test > 0 ? `, split off: validation ${validation}, test ${test}` : "";
  return [
    `data      ${settings.type}: ${dataText(record)}`,
    `          normalize ${settings.normalize}${split}`,
    ...(classes ? [`          classes ${classes.join(", ")}`] : []),
    `          sha256 ${digest}`,
  ];
}

/** One run for each different architecture, with the variants that share it. */
function distinctNetworks({ jobs }: Plan): { run: Run; names: string[] }[] {
  const groups = new Map<string, { run: Run; names: string[] }>();
  for (const { run, dataKey } of jobs) {
    const layers = run.settings.architecture;
    const key = JSON.stringify([
      dataKey,
      layers.map((layer) => isNormalization(layer) ? layer : [layer.units, layer.activation]),
    ]);
    const group = groups.get(key) ?? { run, names: [] };
    if (!group.names.includes(run.variant)) group.names.push(run.variant);
    groups.set(key, group);
  }
  const all = [...groups.values()];
  return all.length === 1 ? [{ run: jobs[0]!.run, names: [] }] : all;
}

function networkLines(
  { settings }: Run,
  { loaded, names }: { loaded: LoadedData; names: string[] },
): string[] {
  let inputs = loaded.parts.train.inputs.columns;
  let total = 0;
  const rows = settings.architecture.map((layer, index) => {
    const { dropout } = layer;
    const units = isNormalization(layer) ? inputs : layer.units;
    const parameters = isNormalization(layer) ? 2 * units : units * inputs + units;
    total += parameters;
    const row = [
      `  layers.${index}`,
      isNormalization(layer) ? `[${units}]` : `[${units}, ${inputs}]`,
      layerText(layer),
      dropout > 0 ? `dropout ${dropout}` : "",
      String(parameters),
    ];
    inputs = units;
    return row;
  });
  const title = names.length === 0 ? "network" : `network   of ${names.join(", ")}`;
  const head = ["  layer", "weights", "activation", "", "parameters"];
  return [
    title,
    ...columns([head, ...rows, ["  total", "", "", "", String(total)]]),
    `  loss ${memberText(settings.loss)}, ${memberText(settings.optimizer)}`,
  ];
}

/** `relu`, `batch-norm(momentum 0.1, epsilon 0.00001)`, and the activation after it. */
function layerText(layer: ResolvedLayer): string {
  if (!isNormalization(layer)) return memberText(layer.activation);
  const { activation, dropout: _, ...member } = layer;
  const text = memberText(member);
  return activation.type === "linear" ? text : `${text}, ${memberText(activation)}`;
}

/** `adam(learningRate 0.001, beta1 0.9)`. */
function memberText({ type, ...options }: Member): string {
  const used = Object.entries(options).filter(([, value]) => value !== false);
  const texts = used.map(([name, value]) => `${name} ${value}`);
  return texts.length === 0 ? type : `${type}(${texts.join(", ")})`;
}

function runLines({ experiment }: Plan): string[] {
  const { runs, differing } = experiment;
  const differ = differing.length === 0 ? "" : `; they differ in ${differing.join(", ")}`;
  const shown = runs.length <= 60 ? runs : runs.slice(0, 50);
  const more = runs.length - shown.length;
  return [
    `${plural(runs.length, "run")}${differ}`,
    ...shown.map(({ name, settings }) => `  ${name}  ${plural(settings.epochs, "epoch")}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}
