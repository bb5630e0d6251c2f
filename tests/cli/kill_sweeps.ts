/**
 * Kills real sweeps at random moments and checks each time that nothing is torn and nothing is
 * lost: `deno task kill-test [KILLS]`.
 */
import { fromFileUrl, join } from "@std/path";
import { denoArguments } from "../../src/cli/launch.ts";
import { readResults } from "../../src/results/mod.ts";
import { decodeRun } from "../../src/results/decode_run.ts";
import { planSweep, runKeys } from "../../src/runner/mod.ts";

const cwd = fromFileUrl(new URL("../..", import.meta.url));

/** What came of so many kills. */
export interface KillCounts {
  kills: number;
  /** Sweeps that came to their end between the kills. */
  sweeps: number;
  /** Where the results were neither the old ones nor the new ones. */
  torn: string[];
  /** Runs that were told to be done and were not there after the kill, or were trained again. */
  lost: string[];
}

interface Sweep {
  file: string;
  /** Bytes of each result file as text, by name. */
  expected: Map<string, string>;
  keys: Map<string, string>;
  /** From the first event to the end, in milliseconds. */
  lastsMs: number;
}

const variants = { zeros: { init: "zeros" }, he: { init: "he" }, xavier: { init: "xavier" } };

function experiment(epochs: number) {
  return {
    name: `killed-${epochs}`,
    data: { type: "generated", shape: "two-moons", rows: 200, noise: 0.1, split: { test: 0.25 } },
    architecture: [{ units: 16, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
    optimizer: { type: "gradient-descent", learningRate: 0.5 },
    epochs,
    batchSize: 16,
    seeds: [1, 2, 3],
    variants,
  };
}

/**
 * Lets two sweeps take turns in one folder and kills them.
 *
 * @param root An empty folder.
 * @param random Uniform in [0, 1).
 */
export async function killSweeps(
  root: string,
  { kills, random = Math.random, say = () => {} }: {
    kills: number;
    random?: () => number;
    say?: (counts: KillCounts) => void;
  },
): Promise<KillCounts> {
  const sweeps = [await prepare(root, 60), await prepare(root, 61)] as const;
  const out = join(root, "out");
  const counts: KillCounts = { kills: 0, sweeps: 0, torn: [], lost: [] };
  for (let turn = 0; counts.kills < kills; turn++) {
    const sweep = sweeps[turn % 2]!;
    const before = turn === 0 ? undefined : sweeps[(turn + 1) % 2]!;
    await Deno.remove(join(out, ".journal"), { recursive: true }).catch(() => {});
    const done = new Set<string>();
    for (let ended = false; !ended;) {
      const last = counts.kills >= kills;
      const end = await start(sweep, { out, killAt: last ? undefined : moment(sweep, random) });
      const place = `kill ${counts.kills + 1}`;
      for (const run of end.trained.filter((run) => done.has(run))) {
        counts.lost.push(`${place}: ${run} was trained again`);
      }
      for (const run of end.done) done.add(run);
      ended = end.code === 0;
      if (ended) counts.sweeps++;
      else if (end.killed) counts.kills++;
      else throw new Error(`The sweep failed: ${end.stderr}`);
      const found = await visible(out);
      const whole = same(found, sweep.expected) || !ended && same(found, before?.expected);
      if (!whole) counts.torn.push(`${place}: ${[...found?.keys() ?? []]}`);
      for (const run of ended ? [] : await missing(out, sweep, done)) {
        counts.lost.push(`${place}: ${run} is not in the journal`);
      }
      say(counts);
    }
    await checkModels(out, sweep, counts);
  }
  return counts;
}

/** Runs a sweep undisturbed, for what its results must be. */
async function prepare(root: string, epochs: number): Promise<Sweep> {
  const file = join(root, `${epochs}.json`);
  await Deno.writeTextFile(file, JSON.stringify(experiment(epochs)));
  const out = join(root, `expected-${epochs}`);
  const plan = await planSweep(file);
  const keys = new Map(runKeys(plan).map((key, index) => [plan.jobs[index]!.run.name, key]));
  const sweep: Sweep = { file, expected: new Map(), keys, lastsMs: 0 };
  const end = await start(sweep, { out });
  if (end.code !== 0) throw new Error(`The sweep failed: ${end.stderr}`);
  return { ...sweep, expected: (await visible(out))!, lastsMs: end.lastedMs };
}

/** When to kill: mostly while runs are trained and written, now and then while it starts. */
interface Moment {
  after: "spawn" | "start" | "last run";
  ms: number;
}

function moment({ lastsMs }: Sweep, random: () => number): Moment {
  const choice = random();
  if (choice < 0.1) return { after: "spawn", ms: 1500 * random() };
  if (choice < 0.6) return { after: "start", ms: lastsMs * random() };
  return { after: "last run", ms: 0.6 * lastsMs * random() };
}

interface End {
  code: number;
  killed: boolean;
  stderr: string;
  /** Names of runs that were begun, and of those that were told to be done. */
  trained: string[];
  done: string[];
  lastedMs: number;
}

async function start(
  { file, keys }: Sweep,
  { out, killAt }: { out: string; killAt?: Moment | undefined },
): Promise<End> {
  // Checkpoints so often that many a kill meets one on its way to the disk.
  const options = ["--json", "--resume", "--checkpoint", "0.005"];
  const args = denoArguments(["run", file, "--out", out, ...options], cwd);
  const process = new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let startedMs = performance.now();
  let killed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const arm = (when: Moment["after"]) => {
    if (killAt?.after !== when || timer !== undefined) return;
    timer = setTimeout(() => {
      try {
        process.kill("SIGKILL");
        killed = true;
      } catch {
        // It has just ended.
      }
    }, killAt.ms);
  };
  arm("spawn");
  const stderr = new Response(process.stderr).text();
  const [trained, done]: [string[], string[]] = [[], []];
  let taken = 0;
  let rest = "";
  for await (const text of process.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const event = JSON.parse(line);
      if (event.event === "start") {
        startedMs = performance.now();
        arm("start");
      }
      if (event.event === "taken") taken = event.runs.length;
      if (event.event === "run-start") trained.push(event.run);
      if (event.event === "run-done") done.push(event.run);
      if (taken + done.length === keys.size) arm("last run");
    }
  }
  const { code } = await process.status;
  clearTimeout(timer);
  const lastedMs = performance.now() - startedMs;
  return { code, killed: killed && code !== 0, stderr: await stderr, trained, done, lastedMs };
}

/** The compared files of a folder as a reader gets them; `undefined` where there are no results. */
async function visible(out: string): Promise<Map<string, string> | undefined> {
  try {
    const { files } = await readResults(out);
    return new Map([...files].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));
  } catch {
    for (const name of ["runs.csv", "curves.csv", "summary.md", "manifest.json"]) {
      const there = await Deno.stat(join(out, name)).then(() => true, () => false);
      if (there) return new Map([[`unreadable beside ${name}`, ""]]);
    }
    return undefined;
  }
}

function same(a: Map<string, string> | undefined, b: Map<string, string> | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.size === b.size && [...a].every(([name, text]) => b.get(name) === text);
}

/** Runs that are done and that the journal does not have whole. */
async function missing(out: string, { keys }: Sweep, done: Set<string>): Promise<string[]> {
  const lost = [];
  for (const run of done) {
    const key = keys.get(run)!;
    const bytes = await Deno.readFile(join(out, ".journal", `${key}.run`)).catch(() => undefined);
    if (bytes === undefined || decodeRun(key, bytes) === undefined) lost.push(run);
  }
  return lost;
}

/** After a sweep that ended there is a model for each run, of this sweep, and nothing half written. */
async function checkModels(out: string, { keys }: Sweep, counts: KillCounts): Promise<void> {
  const models = [...Deno.readDirSync(join(out, "models"))].map(({ name }) => name);
  const runs = new Set(models.map((name) => name.replace(/(\.best)?\.safetensors$/, "")));
  const names = [...Deno.readDirSync(out)].map(({ name }) => name);
  const leftovers = names.filter((name) => /^\.(pending|probe|lock)|^partial$/.test(name));
  const journal = [...Deno.readDirSync(join(out, ".journal"))].map(({ name }) => name);
  leftovers.push(...journal.filter((name) => /\.(tmp|checkpoint)$/.test(name)));
  if (runs.size === keys.size && [...keys.keys()].every((run) => runs.has(run))) {
    if (leftovers.length === 0) return;
  }
  await Promise.resolve();
  counts.torn.push(`after kill ${counts.kills}: models ${models}, leftovers ${leftovers}`);
}

if (import.meta.main) {
  const kills = Number(Deno.args[0] ?? 1000);
  const root = await Deno.makeTempDir({ prefix: "sameseed-kill-" });
  const startedMs = performance.now();
  const counts = await killSweeps(root, {
    kills,
    say({ kills, torn, lost }) {
      if (kills % 50 === 0) console.log(`${kills} kills: ${torn.length} torn, ${lost.length} lost`);
    },
  });
  const { torn, lost, sweeps } = counts;
  for (const line of [...torn, ...lost]) console.log(line);
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  console.log(
    `${counts.kills} kills, ${sweeps} sweeps brought to their end in ${seconds} s: ` +
      `${torn.length} torn, ${lost.length} lost`,
  );
  if (torn.length + lost.length > 0) Deno.exit(1);
  await Deno.remove(root, { recursive: true });
}
