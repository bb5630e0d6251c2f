import { denoFiles } from "./file_layer.ts";
import { openRevision, revisionOf } from "./git_results.ts";
import { type OpenOptions, type OpenResults, openResults } from "./open_results.ts";

/**
 * Opens results on the disk, or, where nothing of that name is there, at a git revision.
 *
 * @throws {ExperimentError} See `openResults` and `openRevision`.
 */
export async function openPlace(place: string, options: OpenOptions = {}): Promise<OpenResults> {
  const { files = denoFiles } = options;
  const revision = revisionOf(place);
  if (revision === undefined || await isThere(place, files)) return openResults(place, options);
  return { ...await openRevision(revision, options), place };
}

async function isThere(
  place: string,
  files: NonNullable<OpenOptions["files"]>,
): Promise<boolean> {
  try {
    return await files.kind(place) !== undefined;
  } catch {
    return false; // as `HEAD:results` is no name of a file on Windows
  }
}
