/**
 * Feeds readers damaged files and stores those that a reader trips over:
 *
 *     deno task fuzz                                 10,000 cases of every reader
 *     deno task fuzz --reader npy --cases 100000     of one
 *     deno task fuzz --reader npy --seed 7 --case 12 that case again, its file kept
 */
import { parseArgs } from "@std/cli";
import { join } from "@std/path";
import { mutantOf } from "./mutant.ts";
import { readers } from "./readers.ts";
import { runCases } from "./run_cases.ts";

const options = parseArgs(Deno.args, {
  string: ["reader", "seed", "case", "cases"],
  default: { seed: "1", cases: "10000" },
});
const seed = wholeNumber("seed");
const single = options.case === undefined ? undefined : wholeNumber("case");
const chosen = options.reader === undefined ? Object.keys(readers) : [String(options.reader)];
const unknown = chosen.find((name) => !Object.hasOwn(readers, name));
if (unknown !== undefined) {
  stop(`Unknown reader "${unknown}". One of: ${Object.keys(readers).join(", ")}`);
}
let failed = 0;
for (const reader of chosen) failed += await fuzz(reader);
Deno.exit(failed === 0 ? 0 : 1);

async function fuzz(reader: string): Promise<number> {
  const start = performance.now();
  const cases = single === undefined ? wholeNumber("cases") : 1;
  const wanted = { seed, from: single ?? 0, cases };
  const screened = single === undefined ? await screen(reader, wanted) : undefined;
  const { failures, accepted, slowestMs } = await runCases({
    reader,
    ...wanted,
    ...(screened ? { only: screened } : {}),
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${reader}: ${cases} cases with seed ${seed} in ${seconds} s, ${failures.length} failures, ` +
      `${accepted} read as valid, slowest about ${slowestMs.toFixed(0)} ms`,
  );
  for (const { number, problem } of failures.slice(0, 20)) {
    const path = await store(reader, number);
    console.log(`\n--reader ${reader} --seed ${seed} --case ${number}, ${path}\n${problem}`);
  }
  if (failures.length > 20) console.log(`\nand ${failures.length - 20} more`);
  if (single !== undefined) console.log(await store(reader, single));
  return failures.length;
}

/** The cases that a faster reader trips over; `undefined` where there is none. */
async function screen(
  reader: string,
  wanted: { seed: number; from: number; cases: number },
): Promise<number[] | undefined> {
  const faster = readers[reader]!.screen;
  if (faster === undefined) return undefined;
  const { failures, accepted } = await runCases({ reader: faster, ...wanted });
  console.log(
    `${faster}: ${wanted.cases} cases, ${accepted} read as valid, ${failures.length} left for ${reader}`,
  );
  return failures.map(({ number }) => number);
}

/** Keeps the file of a case. */
async function store(reader: string, number: number): Promise<string> {
  const { file, valid, mutations } = readers[reader]!;
  const folder = join("results", ".fuzz", `${reader}-${seed}-${number}`);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeFile(join(folder, file), mutantOf(await valid(), { seed, number, mutations }));
  return join(folder, file);
}

function wholeNumber(name: "seed" | "case" | "cases"): number {
  const value = Number(options[name]);
  if (Number.isInteger(value) && value >= 0 && value <= 0xffffffff) return value;
  stop(`Cannot read --${name} as ${options[name]}: it must be a whole number of 0 or more`);
}

function stop(message: string): never {
  console.error(message);
  Deno.exit(2);
}
