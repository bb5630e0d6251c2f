/**
 * A program that trains experiments and writes their results, with or without poison in its own
 * process and in every worker: `EXPERIMENT… OUT BACKEND poison|plain`.
 */
import { basename, join } from "@std/path";

const [kind, backend, out, ...files] = Deno.args.toReversed();

const { poison, dilute } = kind === "poison"
  ? await import("./_poison.ts")
  : { poison() {}, dilute() {} };

if (kind === "poison") {
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      const poisoned = String(url).replace(
        "/src/runner/worker.ts",
        "/tests/runner/_poisoned_worker.ts",
      );
      if (poisoned === String(url)) throw new Error(`Cannot poison ${url}`);
      super(poisoned, options);
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
