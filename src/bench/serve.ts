import { createLines, encodeReply, type Reply, type Request } from "./protocol.ts";
import type { Workload } from "./workloads.ts";
import { readData, type WorkloadData } from "./workload_data.ts";

/** A library that trains a workload. */
export interface Peer {
  /** Back to the initial weights, and to a fresh optimizer. */
  reset(): void;
  /** Trains some steps; with a list, adds the loss before each step to it. */
  train(steps: number, losses?: number[]): void;
}

/** Builds a peer for a workload; throws where the library does not have what it takes. */
export type CreatePeer = (
  workload: Workload,
  data: WorkloadData,
  options: { threads: number },
) => Peer | Promise<Peer>;

/** Answers requests, a line each, until the input ends. */
export async function serve(create: CreatePeer): Promise<void> {
  let peer: Peer | undefined;
  // Not `ru_maxrss`: on Linux it begins with the memory of the process that started this one.
  let peakBytes = 0;

  async function answer(request: Request): Promise<Reply> {
    switch (request.do) {
      case "prepare": {
        const { workload, folder, threads } = request;
        peer = await create(workload, readData(folder, workload), { threads });
        return { prepared: true };
      }
      case "losses": {
        const losses: number[] = [];
        peer!.reset();
        peer!.train(request.steps, losses);
        return { losses };
      }
      case "run": {
        peer!.reset();
        const started = performance.now();
        peer!.train(request.steps);
        return { ms: performance.now() - started };
      }
      case "memory":
        return { bytes: peakBytes };
    }
  }

  const lines = createLines();
  for await (const piece of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    for (const line of lines(piece)) {
      const reply = await answer(JSON.parse(line)).catch((error): Reply => ({ error: `${error}` }));
      peakBytes = Math.max(peakBytes, Deno.memoryUsage().rss);
      await Deno.stdout.write(new TextEncoder().encode(encodeReply(reply)));
    }
  }
  // A library's threads would keep the process, and who waits for its end.
  Deno.exit(0);
}
