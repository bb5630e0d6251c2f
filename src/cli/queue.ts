import { later } from "./later.ts";
import { plural } from "./format.ts";
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

/** Between two looks that the rate is worked out from, in milliseconds. */
const lookMs = 1000;

/** `queue --queue URL`: shows how the queue stands. */
export async function queue(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(helpText(usage));
    return 0;
  }
  const { options } = parseCommandLine(args, usage);
  const connection = await openQueue(options, {
    looksOnly: true,
    onTrouble: (text) => console.error(text),
  });
  const { viewQueue } = await later<typeof import("../queue/mod.ts")>("../queue/mod.ts");
  try {
    const view = await viewQueue(connection);
    if (options.retry) console.log(`${plural(await view.retry(), "run")} wait again`);
    if (options.clear) console.log(`${plural(await view.clear(), "run")} taken away`);
    const before = await view.stand();
    const startedMs = performance.now();
    await new Promise((resolve) => setTimeout(resolve, lookMs));
    const stand = await view.stand();
    const perSecond = (stand.finished - before.finished) / ((performance.now() - startedMs) / 1000);
    const rate = Math.round(10 * perSecond) / 10;
    console.log(
      options.json
        ? JSON.stringify({ ...stand, perSecond: rate })
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
  const minutes = perMinute.length === 0 ? "" : `; in the minutes before: ${perMinute.join(", ")}`;
  return [
    `waiting   ${waiting}`,
    `active    ${active}`,
    ...(delayed > 0 ? [`put back  ${delayed}`] : []),
    `failed    ${failed}`,
    `workers   ${workers.length}${workers.length > 0 ? `: ${workers.join(", ")}` : ""}`,
    `finished  ${finished}: ${perSecond} a second now${minutes}`,
    ...failures.map(({ run, why }) => `  ${run}: ${why}`),
    ...(failures.length > 0 ? ["--retry gives failed runs their tries again"] : []),
  ];
}
