import { join } from "@std/path";
import { judge } from "./judge.ts";
import { mutantOf } from "./mutant.ts";
import { readers } from "./readers.ts";

/** The cases that a child process is to run, as JSON in its only argument. */
export interface ChildJob {
  reader: string;
  seed: number;
  from: number;
  to: number;
  /** Of those, the ones to run; all if it is left out. */
  only?: number[];
  /** Where it writes mutants. */
  folder: string;
}

/** A line of what a child says: the case it starts, a failure of it, or that it has done all. */
export type ChildMessage =
  | { type: "start"; number: number }
  | { type: "failure"; number: number; problem: string }
  | { type: "done"; accepted: number };

if (import.meta.main) {
  await run(JSON.parse(Deno.args[0]!));
  // A reader may have left a worker that never ends.
  Deno.exit(0);
}

async function run({ reader, seed, from, to, only, folder }: ChildJob): Promise<void> {
  const { file, valid, mutations, beside, read } = readers[reader]!;
  const files = await valid();
  for (const [name, bytes] of Object.entries(await beside?.() ?? {})) {
    await Deno.writeFile(join(folder, name), bytes);
  }
  let accepted = 0;
  const chosen = only && new Set(only);
  for (let number = from; number < to; number++) {
    if (chosen?.has(number) === false) continue;
    tell({ type: "start", number });
    await Deno.writeFile(join(folder, file), mutantOf(files, { seed, number, mutations }));
    try {
      await read(folder, file);
      accepted++;
    } catch (error) {
      const problem = judge(error, file);
      if (problem !== undefined) tell({ type: "failure", number, problem });
    }
  }
  tell({ type: "done", accepted });
}

function tell(message: ChildMessage): void {
  const line = new TextEncoder().encode(`${JSON.stringify(message)}\n`);
  for (let from = 0; from < line.length;) from += Deno.stdout.writeSync(line.subarray(from));
}
