import { join } from "@std/path";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import { manifestJson } from "./manifest.ts";
import { comparedFiles } from "./paths.ts";
import type { SweepResult } from "./types.ts";
import { tableFiles } from "./write_results.ts";

/**
 * Whether a folder has the whole results of this very sweep: its manifest to the byte, and every
 * file and model beside it.
 */
export async function resultsStand(
  folder: string,
  sweep: SweepResult,
  { files = denoFiles }: { files?: FileLayer } = {},
): Promise<boolean> {
  const { contents, digests } = tableFiles(sweep);
  for (const path of [...comparedFiles, ...contents.keys()]) {
    if (await files.kind(join(folder, path)) !== "file") return false;
  }
  const manifest = new TextDecoder().decode(await files.read(join(folder, "manifest.json")));
  return manifest === manifestJson(sweep, digests);
}
