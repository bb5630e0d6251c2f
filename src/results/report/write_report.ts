import { basename, dirname, join } from "@std/path";
import { ExperimentError } from "../../errors.ts";
import { makeFolders } from "../check_writable.ts";
import { namedFiles, writeError } from "../file_errors.ts";
import { denoFiles, type FileLayer } from "../file_layer.ts";
import { reportFile } from "../paths.ts";
import { replaceFile } from "../replace_files.ts";

/** A page that was written. */
export interface WrittenReport {
  path: string;
  bytes: number;
}

/**
 * Writes a results folder as one HTML page, whole or not at all.
 *
 * @param place A results folder.
 * @param options.out The file; `report.html` in the folder when absent.
 * @throws {ExperimentError} No results folder, a damaged file in it, or a place that cannot be
 * written.
 */
export async function writeReport(
  place: string,
  { out = join(place, reportFile), files = denoFiles }: { out?: string; files?: FileLayer } = {},
): Promise<WrittenReport> {
  // Loaded here: nobody else should wait for what reads markdown.
  const { readReport, reportHtml } = await import("./report.ts");
  const bytes = new TextEncoder().encode(reportHtml(await readReport(place, { files })));
  const named = namedFiles(files);
  try {
    if (await named.kind(out) === "folder") {
      throw new ExperimentError(`Cannot write ${out}: it is a folder`, {
        file: out,
        remedy: `Give a file, such as ${join(out, `${basename(place)}.html`)}`,
      });
    }
    await makeFolders(dirname(out), { files: named });
    await replaceFile(out, bytes, { files: named, attempt: 0 });
    await named.sync(dirname(out));
  } catch (error) {
    throw error instanceof ExperimentError ? error : writeError(out, error);
  }
  return { path: out, bytes: bytes.length };
}
