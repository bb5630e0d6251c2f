import { basename, dirname, join, resolve } from "@std/path";
import { metricsOf } from "../csv_table.ts";
import { countOf, listOf } from "../format.ts";
import { escapeMarkdown } from "../markdown.ts";
import { isShown, type MetricColumn } from "../metric_columns.ts";
import { partialFolder } from "../paths.ts";
import { type Ranking, rankVariants } from "../variants.ts";
import { verdict } from "../verdict.ts";
import { curvesSection, maximumLines } from "./curves_section.ts";
import { type Html, html } from "./html.ts";
import { type Section, summaryHtml } from "./markdown_html.ts";
import { pageHtml } from "./page.ts";
import { inlinePictures } from "./pictures.ts";
import type { ReportSource } from "./read_report.ts";
import { runsSection } from "./runs_section.ts";
import { statisticsSection } from "./statistics_section.ts";
import { storedCurves } from "./stored_curves.ts";
import { metricOf, type StoredRun, storedRuns } from "./stored_runs.ts";

export { readReport } from "./read_report.ts";

/** The title of summary.md's section before which the table of all runs goes. */
const setupTitle = "Set-up";

/**
 * A results folder as one HTML page, the same on every machine: what summary.md says, the statistics
 * of every metric, learning curves to look into, all runs, and all pictures. Every text is escaped.
 *
 * @throws {ExperimentError} curves.csv is damaged.
 */
export function reportHtml(source: ReportSource): string {
  const { files } = source;
  const runs = storedRuns(source.runs);
  const ranking = rankVariants(runs);
  const curves = curvesBody(source, ranking);
  const pictures = inlinePictures(files, { replaced: curves && "curves.svg" });
  const summary = summaryHtml(summaryText(source, ranking), pictures.show);
  const columns = metricsOf(source.runs).map(metricOf).filter(isShown);
  const isFirst = ({ part, metric }: MetricColumn) =>
    part === ranking.column.part && metric === ranking.column.metric;
  const statistics = statisticsSection(runs, [
    ...columns.filter(isFirst),
    ...columns.filter((column) => !isFirst(column)),
  ]);
  const [first, ...others] = summary.sections;
  const setup = others.findIndex(({ title }) => title === setupTitle);
  const before = setup === -1 ? others : others.slice(0, setup);
  const more = pictures.others();
  const sections: Section[] = [
    ...(first ? [first] : []),
    ...(curves ? [{ title: "Learning curves", body: curves }] : []),
    { title: "Statistics", body: statistics },
    ...before,
    ...(more.length > 0
      ? [{ title: "Pictures", body: html`<div class="pictures">${more}</div>` }]
      : []),
    { title: "All runs", body: runsSection(source.runs) },
    ...(setup === -1 ? [] : others.slice(setup)),
  ];
  return pageHtml({
    name: nameOf(source),
    notices: notices(source),
    preface: summary.preface,
    sections,
    footer: "Made by sameseed from a results folder; it needs no network, and nothing beside it.",
  }).text;
}

/** The experiment's name; without a manifest that of the folder. */
function nameOf({ manifest, place }: ReportSource): string {
  if (manifest?.name !== undefined) return manifest.name;
  const folder = resolve(place);
  return basename(basename(folder) === partialFolder ? dirname(folder) : folder);
}

/** summary.md; where there is none, what can be said from runs.csv alone. */
function summaryText(source: ReportSource, ranking: Ranking<StoredRun>): string {
  const { files, manifest } = source;
  const summary = files.get("summary.md");
  if (summary !== undefined) return new TextDecoder().decode(summary);
  const { question } = experimentOf(manifest);
  return [
    `# ${escapeMarkdown(nameOf(source))}`,
    escapeMarkdown(typeof question === "string" ? question : ""),
    verdict(ranking),
  ].join("\n\n");
}

function curvesBody(
  { files, place, manifest }: ReportSource,
  { variants }: Ranking<StoredRun>,
): Html | undefined {
  const bytes = files.get("curves.csv");
  if (bytes === undefined) return undefined;
  const curves = storedCurves(bytes, {
    file: join(place, "curves.csv"),
    variants,
    drawn: maximumLines,
    restored: restoring(manifest),
  });
  if (curves.lines.every((of) => of.every(({ length }) => length === 0))) return undefined;
  return curvesSection(
    variants.map(({ name, finished }) => ({ name, finished: finished.length > 0 })),
    curves,
  );
}

/**
 * Whether a run ended with the weights of an earlier epoch, as early stopping puts them back: its
 * final scores are then none of its last epoch.
 */
function restoring(manifest: ReportSource["manifest"]): (run: StoredRun) => boolean {
  const { settings, variants } = experimentOf(manifest);
  const own = new Map(
    (Array.isArray(variants) ? variants : []).map((variant) => [variant?.name, variant?.settings]),
  );
  return ({ run, status, epochs, bestEpoch }) => {
    const { earlyStopping } = { ...settings as object, ...own.get(run.variant) };
    return earlyStopping?.restoreBest === true && status !== "diverged" && bestEpoch < epochs;
  };
}

/** The canonical experiment, of which nothing is certain but that it is an object. */
function experimentOf(manifest: ReportSource["manifest"]): Record<string, unknown> {
  return (manifest?.experiment ?? {}) as Record<string, unknown>;
}

/** What a reader must know before believing anything. */
function notices({ manifest, files, touched, runs }: ReportSource): string[] {
  const found = [];
  if (manifest === undefined) {
    found.push(
      "There is no manifest.json: these runs may be those that an interrupted sweep had finished, " +
        "and what they were made with is not recorded.",
    );
  } else if (manifest.runs.length !== runs.rows.length) {
    found.push(
      `manifest.json tells of ${countOf(manifest.runs.length, "run")}, runs.csv has ` +
        `${runs.rows.length}: the two are not of the same results.`,
    );
  }
  if (touched.length > 0) {
    found.push(
      `Changed or removed since the run wrote them, by their digests in manifest.json: ` +
        `${listOf(touched)}. What is said below may not be what was measured.`,
    );
  }
  const missing = ["summary.md", "curves.csv"]
    .filter((name) => !files.has(name) && !touched.includes(name));
  if (missing.length > 0) {
    found.push(`Without ${listOf(missing)} a part of the report is missing.`);
  }
  return found;
}
