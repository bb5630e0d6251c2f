import { later } from "./later.ts";
import { plural } from "./format.ts";
import { ExperimentError } from "../errors.ts";
import { printableJson } from "./terminal.ts";
import { helpText, parseCommandLine } from "./options.ts";
import { openQueue, queueOptions } from "./queue_options.ts";
import type { QueueStand } from "../queue/mod.ts";

const usage = {
  command: "queue",
  summary: "Shows how a queue stands: what waits, what is trained, what failed, and who works.",
  positional: [],
  options: {
    ...queueOptions,
    retry: { kind: "flag", doc: "gives the failed runs their tries again" },
    clear: { kind: "flag", doc: "takes away what waits and what failed" },
    json: { kind: "flag", doc: "prints JSON" },
    help: { kind: "flag", doc: "prints this" },
  },
} as const;

/** Most minutes that are listed, and most columns for machines. */
const [mostMinutes, machineColumns] = [5, 44];

/** Between two looks that the rate is worked out from, in milliseconds. */
const lookMs = 1000;

/** `queue --queue URL`: shows how the queue stands. */
export async function queue(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(helpText(usage));
    return 0;
  }
  const { options } = parseCommandLine(args, usage);
  if (options.retry && options.clear) {
    throw new ExperimentError("Cannot use --retry with --clear", {
      remedy: "Give --retry to train failed runs again, or --clear to forget them",
    });
  }
  const connection = await openQueue(options, {
    looksOnly: true,
    onTrouble: (text) => console.error(text),
  });
  const { viewQueue } = await later<typeof import("../queue/mod.ts")>("../queue/mod.ts");
  try {
    const view = await viewQueue(connection);
    const retried = options.retry ? await view.retry() : undefined;
    const cleared = options.clear ? await view.clear() : undefined;
    if (!options.json) {
      if (retried !== undefined) {
        console.log(`${plural(retried, "run")} ${retried === 1 ? "waits" : "wait"} again`);
      }
      if (cleared !== undefined) console.log(`${plural(cleared, "run")} taken away`);
    }
    const before = await view.stand();
    const startedMs = performance.now();
    await new Promise((resolve) => setTimeout(resolve, lookMs));
    const stand = await view.stand();
    const perSecond = (stand.finished - before.finished) / ((performance.now() - startedMs) / 1000);
    const rate = Math.round(10 * perSecond) / 10;
    console.log(
      options.json
        ? printableJson(JSON.stringify({ ...stand, perSecond: rate, retried, cleared }))
        : standLines(stand, rate).join("\n"),
    );
    return 0;
  } finally {
    connection.close();
  }
}

/** How a queue stands, as lines. */
export function standLines(stand: QueueStand, perSecond: number): string[] {
  const { waiting, active, delayed, failed, workers, perMinute, finished, failures } = stand;
  const minutes = perMinute.length === 0
    ? ""
    : `, in the minutes before: ${perMinute.slice(0, mostMinutes).join(" ")}`;
  const more = failed - failures.length;
  return [
    `waiting   ${waiting}`,
    `active    ${active}`,
    ...(delayed > 0 ? [`put back  ${delayed}`] : []),
    `failed    ${failed}`,
    ...failures.map(({ run, why }) => `  ${run}: ${why}`),
    ...(failures.length > 0 && more > 0 ? [`  …and ${more} more`] : []),
    `workers   ${workersText(workers)}`,
    `finished  ${finished}; ${perSecond} a second now${minutes}`,
    ...(failures.length > 0
      ? ["--retry gives failed runs their tries again, --clear forgets them and what waits"]
      : []),
    ...(waiting + delayed > 0 && workers.length === 0
      ? ["Nobody works: deno task worker --queue URL, on any machine"]
      : []),
  ];
}

/** `3: a ×2, b`: workers by machine. */
function workersText(workers: readonly string[]): string {
  const machines = new Map<string, number>();
  for (const name of workers) {
    const machine = name.replace(/:\d+$/, "");
    machines.set(machine, (machines.get(machine) ?? 0) + 1);
  }
  if (machines.size === 0) return "0";
  const all = [...machines].map(([machine, count]) =>
    count === 1 ? machine : `${machine} ×${count}`
  );
  let columns = 0;
  const shown = all.filter((text, index) => {
    columns += text.length + 2;
    return index === 0 || columns <= machineColumns;
  });
  const more = machines.size - shown.length;
  return `${workers.length}: ${shown.join(", ")}${more > 0 ? ` and ${more} more machines` : ""}`;
}
