import { bold, green, red } from "@std/fmt/colors";
import type { FileComparison, PartedRun, Verification } from "../results/mod.ts";
import { plural } from "./format.ts";

/** Most runs that are told one by one. */
const shownRuns = 10;

/** The verdict first; then what differs first, and where the weights parted. */
export function verificationLines(verification: Verification): string[] {
  const { place, identical } = verification;
  const notes = noteLines(verification);
  if (identical) {
    return [`${green(bold("Identical"))}: ${place} ${sameText(verification)}`, ...notes];
  }
  return [
    `${red(bold("Not identical"))}: ${place}`,
    ...sectionOf(fileLines(verification)),
    ...sectionOf(modelLines(verification)),
    ...sectionOf(weightLines(verification)),
    ...sectionOf(notes),
  ];
}

function sectionOf(lines: string[]): string[] {
  return lines.length === 0 ? [] : ["", ...lines];
}

function sameText({ files, models, runs }: Verification): string {
  const whole = runs.made === runs.of;
  const names = files.map(({ file }) => file).join(", ");
  const what = whole ? names : `the rows of ${runs.made} of ${runs.of} runs in ${names}`;
  const others = models.compared === 0 ? "" : `, and ${plural(models.compared, "model")}`;
  return `has the bytes that its manifest makes here (${what}${others})`;
}

function fileLines({ files, touched, parted }: Verification): string[] {
  const [first, ...others] = files.filter(({ status }) => status !== "identical");
  if (first === undefined) return [];
  const also = others.map(({ file }) => file).join(", ");
  const changed = files.filter(({ file, status }) =>
    status !== "identical" && touched.some((name) => name === file)
  );
  return [
    ...firstLines(first),
    ...(also === "" ? [] : [`Also different: ${also}`]),
    ...changed.map(({ file, status }) =>
      status === "only in B"
        ? `${file} was removed after the manifest was written`
        : `${file} was changed after the manifest was written: its digest is another`
    ),
    ...(parted.length === 0 ? ["The weights of all runs are those that are recorded"] : []),
  ];
}

function firstLines({ file, status, first, unmatched }: FileComparison): string[] {
  if (status === "only in B") return [`First difference: ${file} is missing, or no table`];
  if (status === "only in A") return [`First difference: ${file} is no part of such results`];
  if (first !== undefined) {
    const { row, column, line, a, b } = first;
    const place = line === undefined ? `row ${row}, column ${column}` : `line ${line}`;
    return [`First difference: ${file}, ${place}`, `  recorded  ${a}`, `  made here ${b}`];
  }
  const { rows, columns } = unmatched!;
  const lists = [["row", rows] as const, ["column", columns] as const].flatMap(([noun, of]) => [
    [noun, "recorded", of.a] as const,
    [noun, "made here", of.b] as const,
  ]);
  return [
    `First difference: ${file} has other rows or columns`,
    ...lists.filter(([, , names]) => names.length > 0).map(([noun, side, names]) =>
      `  ${side.padEnd(10)}${plural(names.length, noun)} more: ${names.slice(0, 3).join("; ")}` +
      (names.length > 3 ? "; …" : "")
    ),
  ];
}

function modelLines({ models: { differences } }: Verification): string[] {
  return differences.slice(0, shownRuns).flatMap(({ file, place, a, b }) => [
    `${file}: ${place} differs`,
    `  recorded  ${a}`,
    `  made here ${b}`,
  ]);
}

function weightLines({ parted, runs }: Verification): string[] {
  if (parted.length === 0) return [];
  const more = parted.length - shownRuns;
  return [
    `Weights differ in ${parted.length} of ${plural(runs.made, "run")}`,
    ...parted.slice(0, shownRuns).map((run) => `  ${partedText(run)}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}

/** `he-seed1: the same after 4 epochs, parted after 6, first in layers.0.weight (5 of 6 tensors)`. */
function partedText({ run, parting, curveEpoch }: PartedRun): string {
  if (parting === undefined) return `${run}: at the end only, not on the way there`;
  const { agreed, parted, tensors, of } = parting;
  const where = `in ${tensors[0]} (${tensors.length} of ${plural(of, "tensor")} differ)`;
  if (agreed === undefined) return `${run}: parted at the initial weights, first ${where}`;
  const curve = curveEpoch !== undefined && curveEpoch - 1 > agreed && curveEpoch - 1 < parted
    ? `; curves.csv differs from epoch ${curveEpoch} on`
    : "";
  const when = parted === agreed + 1
    ? `parted in epoch ${parted}`
    : `parted in epoch ${agreed + 1} to ${parted}`;
  return `${run}: the same after ${plural(agreed, "epoch")}, ${when}, first ${where}${curve}`;
}

function noteLines({ lock, models, runs }: Verification): string[] {
  return [
    ...(lock === undefined ? [] : [
      `Note: deno.lock is another one (${short(lock.recorded)}, now ${short(lock.now)}): ` +
      "the engine decides the bytes, the packages only read data and draw",
    ]),
    ...(models.compared === 0
      ? ["Note: no models are there; the digests of their weights in runs.csv stand for them"]
      : []),
    ...(runs.made < runs.of
      ? ["Note: other files than runs.csv and curves.csv are compared when all runs are made"]
      : []),
  ];
}

function short(digest: string): string {
  return `${digest.slice(0, 12)}…`;
}
