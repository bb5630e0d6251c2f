import { denoArguments } from "../../src/cli/launch.ts";
import { project } from "../cli/_run.ts";

/** A worker, to be killed or asked to stop; without the launcher between. */
export function startWorker(
  url: string,
  options: string[] = [],
  env: Record<string, string> = {},
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: denoArguments(["worker", "--queue", url, ...options], project),
    cwd: project,
    env: { NO_COLOR: "1", ...env },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Stops a worker as a service manager would, and returns what it has printed. */
export async function stopWorker(
  worker: Deno.ChildProcess,
): Promise<{ code: number; stdout: string; stderr: string }> {
  worker.kill("SIGTERM");
  const { code, stdout, stderr } = await worker.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
