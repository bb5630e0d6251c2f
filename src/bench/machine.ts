import { cpus } from "node:os";

/** What measurements were made on. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryBytes: number;
  os: string;
  deno: string;
  v8: string;
}

/** The machine at hand. */
export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() || "unknown",
    cores: navigator.hardwareConcurrency,
    memoryBytes: Deno.systemMemoryInfo().total,
    os: `${Deno.build.os} ${Deno.osRelease()}, ${Deno.build.arch}`,
    deno: Deno.version.deno,
    v8: Deno.version.v8,
  };
}

/** The machine and the versions of all peers as a markdown list. */
export function machineText(
  { cpu, cores, memoryBytes, os, deno, v8 }: Machine,
  peers: readonly { title: string; version: string }[],
): string {
  const versions = peers.filter(({ version }) => version !== "")
    .map(({ title, version }) => `${title} ${version}`);
  return [
    `- processor: ${cpu}, ${cores} ${cores === 1 ? "core" : "cores"}`,
    `- memory: ${(memoryBytes / 2 ** 30).toFixed(0)} GiB`,
    `- system: ${os}`,
    `- Deno ${deno}, V8 ${v8}`,
    ...versions.map((line) => `- ${line}`),
  ].join("\n");
}
