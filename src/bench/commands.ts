import { RunError } from "../errors.ts";
import { project, type Python } from "./peers.ts";
import { type Contender, measureRounds, type RoundOptions, type Timing } from "./rounds.ts";

/** Whole commands that are compared by how long they take. */
export interface CommandComparison {
  name: string;
  title: string;
  timings: Timing[];
  /** The goal by contender, as of workloads. */
  goals: { readonly [peer: string]: readonly [must: number, aim: number] };
  missing: string[];
}

interface CommandLine {
  peer: string;
  setting: string;
  command: string;
  args: readonly string[];
}

export const commandNames = ["cat-sweep", "start-up"] as const;

/**
 * A sweep of 12 runs on 2 workers and on 1. It takes a minute: a third of the rounds has to do.
 *
 * @param options.epochs Fewer than the experiment has.
 */
export async function compareSweep(
  options: RoundOptions & { folder: string; epochs?: number | undefined },
): Promise<CommandComparison> {
  const epochs = options.epochs === undefined ? [] : ["--set", `epochs=${options.epochs}`];
  const rounds = Math.ceil(options.rounds / 3);
  const threads = await hasOption("--threads") ? ["--threads", "1"] : [];
  const sweep = (peer: string, ...flags: string[]): CommandLine => ({
    peer,
    setting: flags.join(" "),
    command: Deno.execPath(),
    args: [
      ...["task", "-q", "run", "experiments/cat.ts", "--quiet", ...epochs],
      ...[...flags, "--out", `${options.folder}/cat-sweep`],
    ],
  });
  return {
    name: "cat-sweep",
    title: `12 runs of experiments/cat.ts${epochs.length ? `, ${options.epochs} epochs` : ""}`,
    goals: { "1 worker": [1.8, 1.95] },
    missing: [],
    timings: await timeCommands([
      sweep("sameseed", "--workers", "2"),
      sweep("1 worker", "--workers", "1", ...threads),
    ], { ...options, rounds }),
  };
}

/** A whole small experiment beside the mere import of PyTorch. */
export async function compareStartUp(
  torch: Python | undefined,
  options: RoundOptions & { folder: string },
): Promise<CommandComparison> {
  const lines: CommandLine[] = [{
    peer: "sameseed",
    setting: "",
    command: Deno.execPath(),
    args: [
      ...["task", "-q", "run", "experiments/weight_height.ts", "--quiet"],
      ...["--out", `${options.folder}/start-up`],
    ],
  }];
  if (torch) {
    const args = ["-c", "import torch"];
    lines.push({ peer: "torch", setting: "import torch", command: torch.command, args });
  }
  return {
    name: "start-up",
    title: "the whole of deno task run experiments/weight\\_height.ts",
    goals: { torch: [1, 3] },
    missing: torch ? [] : ["PyTorch: no Python that imports it"],
    timings: await timeCommands(lines, options),
  };
}

/** One command is a sample: starting anew is what is measured. */
function timeCommands(lines: readonly CommandLine[], options: RoundOptions): Promise<Timing[]> {
  const contenders = lines.map(({ peer, setting, command, args }): Contender => ({
    peer,
    setting,
    async run(times) {
      const started = performance.now();
      for (let k = 0; k < times; k++) await runCommand(command, args);
      return performance.now() - started;
    },
  }));
  return measureRounds(contenders, { ...options, sampleMs: 0 });
}

async function runCommand(command: string, args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    cwd: project,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (success) return new TextDecoder().decode(stdout);
  const reason = new TextDecoder().decode(stderr).trim().split("\n").at(-1);
  throw new RunError(`${command} ${args.join(" ")} failed: ${reason}`);
}

/** Whether `run` takes an option. */
async function hasOption(name: string): Promise<boolean> {
  const help = await runCommand(Deno.execPath(), ["task", "-q", "run", "--help"]);
  return help.includes(name);
}
