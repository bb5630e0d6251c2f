import type { PeerDefinition } from "./peers.ts";
import { type PeerProcess, startPeer } from "./peer_process.ts";
import { type Contender, measureRounds, type RoundOptions, type Timing } from "./rounds.ts";
import { withFolder } from "./temporary.ts";
import { largestDifference } from "./trajectories.ts";
import { generateData, writeData } from "./workload_data.ts";
import { batchesOf, type Workload } from "./workloads.ts";

/** What became of a workload. */
export interface Comparison {
  workload: Workload;
  timings: Timing[];
  /** Largest relative difference of losses from sameseed's, by peer. */
  differences: Record<string, number>;
  /** What was not measured, and why; sentences. */
  missing: string[];
  /** Peers that computed something else, sentences: a failure of the comparison. */
  wrong: string[];
}

export interface CompareOptions extends RoundOptions {
  /** Thread counts to try. */
  threads: readonly number[];
  say: (line: string) => void;
}

/** Steps whose losses are compared. */
const checkedSteps = 20;

interface Entry extends Contender {
  process: PeerProcess;
  losses: number[];
}

/**
 * Trains a workload with sameseed and with every peer that can, checks that all have the same
 * losses, and times them.
 *
 * @param peers sameseed first.
 */
export async function comparePeers(
  workload: Workload,
  peers: readonly PeerDefinition[],
  options: CompareOptions,
): Promise<Comparison> {
  const result: Comparison = { workload, timings: [], differences: {}, missing: [], wrong: [] };
  const able = peers.filter((peer) => {
    const refusal = peer.refusal(workload);
    if (refusal) result.missing.push(`${peer.title}: ${refusal}`);
    return !refusal;
  });
  const shortage = memoryShortage(workload, able, options);
  if (shortage) return { ...result, missing: [shortage] };

  return await withFolder(async (folder) => {
    const entries: Entry[] = [];
    try {
      await writeData(folder, generateData(workload));
      for (const peer of able) {
        for (const threads of peer.threads(options.threads)) {
          options.say(`  ${peer.title}, ${threadText(threads)}`);
          const entry = await startEntry(peer, { workload, folder, threads }).catch((error) => {
            result.missing.push(`${peer.title}, ${threadText(threads)}: ${error.message}`);
          });
          if (entry) entries.push(entry);
        }
      }
      result.timings = await measureRounds(checkEntries(entries, result), options);
      return result;
    } finally {
      await Promise.all(entries.map(({ process }) => process.close()));
    }
  });
}

/** `1 thread`, `2 threads` */
export function threadText(threads: number): string {
  return threads === 1 ? "1 thread" : `${threads} threads`;
}

/** The sentence that says that the workload does not fit, if it does not. */
function memoryShortage(
  { rows, sizes }: Workload,
  peers: readonly PeerDefinition[],
  { threads }: CompareOptions,
): string | undefined {
  const inputs = rows * sizes[0]!;
  const perInput = peers.reduce(
    (sum, peer) => sum + peer.bytesPerInput * peer.threads(threads).length,
    0,
  );
  const { available } = Deno.systemMemoryInfo();
  const needed = inputs * perInput;
  if (needed < 0.8 * available) return undefined;
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  return `all peers at once take ${gigabytes(needed)}, of memory there is ${gigabytes(available)}`;
}

async function startEntry(
  peer: PeerDefinition,
  { workload, folder, threads }: { workload: Workload; folder: string; threads: number },
): Promise<Entry> {
  const process = startPeer(peer.program(threads, folder));
  try {
    await process.ask({ do: "prepare", workload, folder, threads });
    const reply = await process.ask({ do: "losses", steps: checkedSteps });
    return {
      peer: peer.name,
      setting: threadText(threads),
      multiple: peer.wholeEpochs ? batchesOf(workload).length : 1,
      process,
      losses: (reply as { losses: number[] }).losses,
      run: async (steps) => (await process.ask({ do: "run", steps }) as { ms: number }).ms,
    };
  } catch (error) {
    await process.close();
    throw error;
  }
}

/** Those whose losses are those of the first. */
function checkEntries(entries: readonly Entry[], result: Comparison): Entry[] {
  const { workload, differences, wrong } = result;
  const [first] = entries;
  return entries.filter(({ peer, setting, losses }) => {
    const difference = largestDifference(losses, first!.losses);
    differences[peer] = Math.max(differences[peer] ?? 0, difference);
    if (difference <= workload.tolerance) return true;
    const digits = difference.toExponential(1);
    wrong.push(`${peer}, ${setting}: its losses differ by ${digits}: ${losses.slice(0, 3)}, …`);
    return false;
  });
}
