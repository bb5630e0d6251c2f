import { canonicalDigest } from "../experiment/mod.ts";
import { ExperimentError } from "../errors.ts";
import { numericsVersion } from "../numerics/mod.ts";
import { isUntouched, type Manifest, manifestVersion } from "./manifest.ts";

/** What results are made again or put together from their manifest for, as errors say it. */
export type Act = "verify" | "merge";

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

/**
 * Makes sure that a manifest is as it was written, and of this program's format and numerics version.
 *
 * @param options.bytes The manifest's own.
 * @throws {ExperimentError} It is not.
 */
export function checkManifest(
  manifest: Manifest,
  { file, bytes, act }: { file: string; bytes: Uint8Array; act: Act },
): void {
  const refuse = (why: string, remedy: string) => {
    throw new ExperimentError(`Cannot ${act} ${file}: ${why}`, { file, remedy });
  };
  const again = manifest.command === undefined
    ? "Run the experiment again, which writes it anew"
    : `Make the results anew: ${manifest.command}`;
  if (manifest.formatVersion !== manifestVersion) {
    const is = manifest.formatVersion ?? "none";
    const verb = act === "verify" ? "verifies" : "merges";
    refuse(
      `its format is ${is}, and this program ${verb} ${manifestVersion} (numerics version ` +
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
