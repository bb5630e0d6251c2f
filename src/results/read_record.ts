import { basename, dirname, join } from "@std/path";
import { canonicalDigest } from "../experiment/mod.ts";
import { ExperimentError } from "../errors.ts";
import { numericsVersion } from "../numerics/mod.ts";
import { type CsvTable, parseTable } from "./csv_table.ts";
import { readError } from "./file_errors.ts";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import { isUntouched, type Manifest, manifestVersion } from "./manifest.ts";
import { type RecordedFile, recordedFiles } from "./paths.ts";
import { parseManifest, readContents, type StoredResults } from "./read_results.ts";
import { sha256Hex } from "./sha256.ts";

/** A results folder whose manifest is whole: all that is needed to make the results again. */
export interface ResultsRecord extends StoredResults {
  manifest: Manifest;
  /** Files that are not what they were when the manifest was written, or are gone. */
  touched: RecordedFile[];
}

/**
 * Reads a results folder to make its results again. Its manifest must be as it was written, of this
 * format and numerics version; its other files may be anything, for comparing them is what it is
 * read for.
 *
 * @param place A results folder, or the manifest.json in it.
 * @throws {ExperimentError} No manifest, or one that cannot or must not be made again.
 */
export async function readRecord(
  place: string,
  { files = denoFiles }: { files?: FileLayer } = {},
): Promise<ResultsRecord> {
  try {
    const kind = await files.kind(place);
    if (kind === undefined) throw new Deno.errors.NotFound();
    if (kind === "folder") return await readFolder(place, files);
    if (basename(place) === "manifest.json") return await readFolder(dirname(place), files);
  } catch (error) {
    throw error instanceof ExperimentError ? error : readError(place, error);
  }
  throw new ExperimentError(`Cannot verify ${place}: it must be a results folder`, {
    file: place,
    remedy: "Give the folder that manifest.json is in, such as results/cat",
  });
}

async function readFolder(place: string, files: FileLayer): Promise<ResultsRecord> {
  const contents = await readContents(place, files);
  const bytes = contents.get("manifest.json");
  if (bytes === undefined) throw withoutManifest(place, contents);
  const file = join(place, "manifest.json");
  const manifest = parseManifest(bytes, file);
  checkManifest(manifest, { file, bytes });
  const touched = recordedFiles.filter((name) => {
    const content = contents.get(name);
    return manifest.files[name] !== (content && sha256Hex(content));
  });
  return {
    place,
    files: contents,
    manifest,
    touched,
    ...readTable("runs", contents.get("runs.csv")),
    ...readTable("curves", contents.get("curves.csv")),
  };
}

/** A table that is none is compared line by line. */
function readTable(kind: "runs" | "curves", bytes: Uint8Array | undefined): {
  runs?: CsvTable;
  curves?: CsvTable;
} {
  if (bytes === undefined) return {};
  try {
    const table = parseTable(bytes, `${kind}.csv`);
    return table.kind === `${kind}.csv` ? { [kind]: table } : {};
  } catch (error) {
    if (error instanceof ExperimentError) return {};
    throw error;
  }
}

function withoutManifest(place: string, contents: ReadonlyMap<string, unknown>): ExperimentError {
  const isPartial = contents.has("runs.csv");
  return new ExperimentError(`Cannot verify ${place}: there is no manifest.json in it`, {
    file: place,
    remedy: isPartial
      ? "These are the runs of a sweep that was interrupted: run its command again, which trains the others"
      : "Give a folder that a run has written, such as results/cat",
  });
}

/** All that a manifest of this format must have. */
const requiredKeys = [
  "name",
  "source",
  "command",
  "numericsVersion",
  "lockDigest",
  "experimentDigest",
  "files",
] as const;

function checkManifest(
  manifest: Manifest,
  { file, bytes }: { file: string; bytes: Uint8Array },
): void {
  const refuse = (why: string, remedy: string) => {
    throw new ExperimentError(`Cannot verify ${file}: ${why}`, { file, remedy });
  };
  const again = manifest.command === undefined
    ? "Run the experiment again, which writes it anew"
    : `Make the results anew: ${manifest.command}`;
  if (manifest.formatVersion !== manifestVersion) {
    const is = manifest.formatVersion ?? "none";
    refuse(
      `its format is ${is}, and this program verifies ${manifestVersion} (numerics version ` +
        `${manifest.numericsVersion ?? "none"} and ${numericsVersion})`,
      is < manifestVersion ? again : "Use the version of sameseed that has made the results",
    );
  }
  const restore = "Get the file back as the run has written it, from git for one";
  if (!isUntouched(new TextDecoder().decode(bytes))) {
    refuse("it was changed after it was written: its digest of itself is another", restore);
  }
  const missing = requiredKeys.find((key) => manifest[key] === undefined);
  if (missing !== undefined) refuse(`it has no "${missing}"`, restore);
  const bare = manifest.runs.findIndex(({ trace, weightsSha256 }) => !(trace && weightsSha256));
  if (bare !== -1) refuse(`its "runs.${bare}" has no digests of weights`, restore);
  if (canonicalDigest(manifest.experiment) !== manifest.experimentDigest) {
    refuse("its experimentDigest is not that of its experiment", restore);
  }
  if (manifest.numericsVersion !== numericsVersion) {
    refuse(
      `it was made with numerics version ${manifest.numericsVersion}, and this program has ` +
        `${numericsVersion}: other bytes are expected`,
      `Use the version of sameseed that has made the results. Or: ${again}`,
    );
  }
}
