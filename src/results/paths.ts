/** The page that the report command writes; a run that replaces the results removes it. */
export const reportFile = "report.html";

/** Pictures, in the order they are shown; of all but the first those that an experiment has something for. */
export const pictureFiles = [
  "curves.svg",
  "final.svg",
  "gap.svg",
  "layers.svg",
  "grid.svg",
  "trials.svg",
  "effects.svg",
  "boundary.svg",
  "confusion.svg",
  "weights.svg",
] as const;

export type PictureFile = typeof pictureFiles[number];

/** In the folder of a shard: the rows of the data that result files show; see `encodeExamples`. */
export const examplesFile = "examples.bin";

/** Files that have the same bytes on every machine, in the order a comparison looks at them. */
export const comparedFiles = [
  "runs.csv",
  "curves.csv",
  "layers.csv",
  "confusion.csv",
  "mistakes.csv",
  "summary.md",
  ...pictureFiles,
  "mistakes.svg",
  examplesFile,
  "manifest.json",
] as const;

/** A file that manifest.json tells the digest of. */
export type RecordedFile = Exclude<typeof comparedFiles[number], "manifest.json">;

/** The files that manifest.json tells the digests of. */
export const recordedFiles: readonly RecordedFile[] = comparedFiles.filter((name) =>
  name !== "manifest.json"
);

/** Files beside the models that a results folder is made of; nothing else beside them is ever removed. */
export const ownedFiles = [
  ...comparedFiles,
  "environment.json",
  "timing.csv",
  reportFile,
] as const;

/** Where models are. */
export const modelsFolder = "models";

/** The file of a run's model after its last epoch, or after its best one where that is another. */
export function modelPath(run: string, epoch: "last" | "best"): string {
  return `${modelsFolder}/${run}${epoch === "best" ? ".best" : ""}.safetensors`;
}

/** Where an interrupted sweep leaves what was finished. */
export const partialFolder = "partial";

/** Where new results wait, whole, before they take the place of the old ones. */
export const pendingFolder = ".pending";

/** Where each finished run is kept as soon as it is finished. */
export const journalFolder = ".journal";

/** Held by the process that writes to a results folder. */
export const lockFile = ".lock";

/** In `.pending`: the list of waiting files, and of the models that go. It is there once all of them are safely written. */
export const commitFile = "commit.json";

/**
 * Whether a path relative to a results folder is one of ours: a name of `ownedFiles`, or
 * `models/<run>.safetensors` with a plain name.
 */
export function isOwned(path: string): boolean {
  return (ownedFiles as readonly string[]).includes(path) ||
    /^models\/[^/\\:*?"<>|\p{C}]+\.safetensors$/u.test(path);
}
