import { join } from "@std/path";
import { ExperimentError } from "../../errors.ts";
import { parseTable } from "../csv_table.ts";
import { readError } from "../file_errors.ts";
import { denoFiles, type FileLayer } from "../file_layer.ts";
import type { Manifest } from "../manifest.ts";
import { ownedFiles } from "../paths.ts";
import { parseManifest, readContents, withoutRuns } from "../read_results.ts";
import { touchedFiles } from "../read_record.ts";
import type { CsvTable } from "../csv_table.ts";
import { isPicture } from "./pictures.ts";

/** All of a results folder that a page is made of. */
export interface ReportSource {
  place: string;
  /** By name: summary.md, curves.csv and the pictures, as far as they are there. */
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  runs: CsvTable;
  manifest?: Manifest;
  /** Files that are not what they were when the manifest was written, or are gone. */
  touched: readonly string[];
}

/**
 * Reads a results folder, or the `partial` folder of a sweep that was interrupted.
 *
 * @throws {ExperimentError} Nothing there, no results folder, or a file that is damaged.
 */
export async function readReport(
  place: string,
  { files = denoFiles }: { files?: FileLayer } = {},
): Promise<ReportSource> {
  try {
    const kind = await files.kind(place);
    if (kind === undefined) throw new Deno.errors.NotFound();
    if (kind === "file") {
      throw new ExperimentError(`Cannot make a report of ${place}: it is a file`, {
        file: place,
        remedy: "Give the results folder that it is in, such as results/cat",
      });
    }
    return await readFolder(place, files);
  } catch (error) {
    throw error instanceof ExperimentError ? error : readError(place, error);
  }
}

async function readFolder(place: string, files: FileLayer): Promise<ReportSource> {
  const names = ownedFiles.filter((name) =>
    /\.(csv|md)$|^manifest\.json$/.test(name) || isPicture(name)
  );
  const contents = await readContents(place, files, names);
  const bytes = contents.get("runs.csv");
  if (bytes === undefined) throw await withoutRuns(place, files);
  const runs = parseTable(bytes, join(place, "runs.csv"), { purpose: "read" });
  if (runs.kind !== "runs.csv" || runs.rows.length === 0) {
    throw new ExperimentError(
      `Cannot read ${join(place, "runs.csv")}: it has ${
        runs.rows.length === 0 ? "no run" : 'a column "epoch", as curves.csv has'
      }`,
      { file: join(place, "runs.csv"), remedy: "Run the experiment again, which writes it anew" },
    );
  }
  const manifestBytes = contents.get("manifest.json");
  const manifest = manifestBytes && parseManifest(manifestBytes, join(place, "manifest.json"));
  return {
    place,
    files: contents,
    runs,
    ...(manifest && { manifest }),
    touched: manifest?.files === undefined ? [] : touchedFiles(manifest, contents),
  };
}
