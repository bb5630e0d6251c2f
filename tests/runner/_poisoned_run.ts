/**
 * A program that trains experiments and writes their results, with or without poison in its own
 * process and in every worker: `EXPERIMENT… OUT BACKEND poison|plain`.
 */
import { basename, join } from "@std/path";

const [kind, backend, out, ...files] = Deno.args.toReversed();

const { poison, dilute } = kind === "poison"
  ? await import("./_poison.ts")
  : { poison() {}, dilute() {} };

/** Who stands in for which worker. */
const workers: Record<string, string> = {
  "/src/runner/worker.ts": "./_poisoned_worker.ts",
  "/src/data/images/worker.ts": "./_poisoned_images_worker.ts",
};

if (kind === "poison") {
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      const poisoned = Object.keys(workers).find((path) => String(url).endsWith(path));
      if (poisoned === undefined) throw new Error(`Cannot poison ${url}`);
      super(new URL(workers[poisoned]!, import.meta.url), options);
    }
  };
}

const { planSweep, runSweep } = await import("../../src/runner/mod.ts");
const { writeResults } = await import("../../src/results/mod.ts");

for (const file of files) {
  poison();
  const plan = await planSweep(file, { cache: join(out!, "cache") });
  const sweep = await runSweep(plan, {
    workers: 2,
    backend: backend as "reference" | "simd",
    command: "deno task run",
  });
  dilute();
  await writeResults(join(out!, basename(file, ".json")), sweep);
}
