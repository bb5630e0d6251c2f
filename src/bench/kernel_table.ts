import { markdownTable } from "../results/mod.ts";
import type { KernelCase } from "./kernel_cases.ts";
import type { Limits } from "./limits.ts";

/** What `deno bench --json` prints, as far as it is read here. */
export interface BenchOutput {
  benches: { group: string | null; name: string; results: { ok?: { min: number } }[] }[];
}

/** A backend's best time of a case. */
export interface KernelTime {
  name: string;
  backend: string;
  ns: number;
}

/** The best times in the output of `deno bench --json`: the limits beside them are the best too. */
export function kernelTimes({ benches }: BenchOutput): KernelTime[] {
  return benches.flatMap(({ group, name, results }) => {
    const ns = results[0]?.ok?.min;
    return ns === undefined ? [] : [{ name: group ?? "", backend: name, ns }];
  });
}

/** The kernels with their rates, each beside the machine's limit, as markdown. */
export function kernelTable(
  times: readonly KernelTime[],
  cases: readonly KernelCase[],
  limits: Limits,
): string {
  const rows = times.flatMap(({ name, backend, ns }) => {
    const known = cases.find((one) => one.name === name);
    if (!known) return [];
    const { flops, bytes } = known;
    const gflops = flops === undefined ? undefined : flops / ns;
    const share = gflops === undefined
      ? bytes / ns / bandwidthFor(bytes, limits)
      : gflops / limits.gflops;
    return [[
      name,
      backend,
      (ns / 1000).toFixed(1),
      gflops === undefined ? "" : gflops.toFixed(2),
      (bytes / ns).toFixed(2),
      `${(100 * share).toFixed(0)} % of ${gflops === undefined ? "GB/s" : "GFLOP/s"}`,
    ]];
  });
  const header = ["kernel", "backend", "µs", "GFLOP/s", "GB/s", "of the limit"];
  return markdownTable(header, rows, { numeric: (column) => column >= 2 });
}

/** The limit of copying for buffers of a size: that of the smallest measured one that holds them. */
export function bandwidthFor(bytes: number, { bandwidths }: Limits): number {
  const fitting = bandwidths.find((known) => bytes <= known.bytes) ?? bandwidths.at(-1)!;
  return fitting.copyGbs;
}

/** The limits as markdown. */
export function limitsTable({ gflops, bandwidths }: Limits): string {
  const rows = bandwidths.map(({ bytes, readGbs, copyGbs }) => [
    bytes >= 2 ** 20 ? `${bytes / 2 ** 20} MiB` : `${bytes / 1024} KiB`,
    readGbs.toFixed(1),
    copyGbs.toFixed(1),
  ]);
  const table = markdownTable(["touched", "read, GB/s", "copy, GB/s"], rows, {
    numeric: (column) => column >= 1,
  });
  return `Multiplications and additions in registers: ${gflops.toFixed(1)} GFLOP/s.\n\n${table}`;
}
