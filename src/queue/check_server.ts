import { ExperimentError } from "../errors.ts";

/** The oldest one that has all that BullMQ asks for. */
const oldest = [6, 2] as const;

/** What a server answers to INFO, by name. */
export function readInfo(info: string): Map<string, string> {
  return new Map(
    info.split(/\r?\n/).map((line) => [line.split(":")[0]!, line.split(":")[1] ?? ""]),
  );
}

/**
 * Refuses a server that could lose jobs.
 *
 * @param info Its answer to INFO.
 * @param name What messages call it.
 * @throws {ExperimentError}
 */
export function checkServer(info: string, name: string): void {
  const facts = readInfo(info);
  const version = facts.get("redis_version") ?? "";
  const refuse = (why: string, remedy: string) => {
    throw new ExperimentError(`Cannot use the queue at ${name}: ${why}`, { remedy });
  };
  const [major, minor] = version.match(/^(\d+)\.(\d+)/)?.slice(1).map(Number) ?? [];
  if (major === undefined || minor === undefined) {
    return refuse("it is no Redis", "Name a server of Redis or Valkey");
  }
  if (major < oldest[0] || major === oldest[0] && minor < oldest[1]) {
    refuse(`it is Redis ${version}`, `Use Redis ${oldest.join(".")} or newer, or Valkey`);
  }
  if (facts.get("role") === "slave") refuse("it is a read-only replica", "Name the master");
  if (facts.get("cluster_enabled") === "1") {
    refuse("it is part of a cluster", "Name a server of its own");
  }
  const policy = facts.get("maxmemory_policy");
  if (policy !== "noeviction") {
    const remedy = "Set it there: CONFIG SET maxmemory-policy noeviction";
    if (policy === undefined) refuse("it does not say what its maxmemory-policy is", remedy);
    refuse(`its maxmemory-policy is ${policy}, which loses jobs when memory is short`, remedy);
  }
}
