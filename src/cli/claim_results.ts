import { type Claim, type ClaimedFolder, claimFolder } from "../results/mod.ts";

/**
 * Claims a results folder for this process, and says so where others cannot be kept out.
 *
 * @throws {ExperimentError} as `claimFolder`
 */
export async function claimResults(
  folder: string,
  { experiment, runs }: Pick<Claim, "experiment" | "runs">,
): Promise<ClaimedFolder> {
  const claimed = await claimFolder(folder, {
    experiment,
    runs,
    holder: { pid: Deno.pid, ...hostName(), since: new Date().toISOString() },
  });
  if (claimed.unguarded !== undefined) {
    console.error(
      `${folder} cannot be locked (${claimed.unguarded}): start no other run that writes there`,
    );
  }
  return claimed;
}

/** Nobody is asked for a permission to say where a process runs. */
function hostName(): { host?: string } {
  const { state } = Deno.permissions.querySync({ name: "sys", kind: "hostname" });
  return state === "granted" ? { host: Deno.hostname() } : {};
}
