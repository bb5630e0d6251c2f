import { fromFileUrl, join } from "@std/path";
import { comparedFiles } from "../../src/results/paths.ts";

/** The project's folder. */
export const project = fromFileUrl(new URL("../..", import.meta.url));

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  cwd?: string;
  env?: Record<string, string>;
}

/** The command line as the tasks start it. */
export function command(args: string[], { cwd = project, env = {} }: CliOptions = {}) {
  const config = ["--config", join(project, "deno.json"), "--frozen", "-P=launch"];
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", ...config, join(project, "src/cli/launch.ts"), ...args],
    cwd,
    env: { NO_COLOR: "1", ...env, INIT_CWD: cwd },
    stdout: "piped",
    stderr: "piped",
  });
}

/** Runs a command to its end. */
export async function cli(args: string[], options: CliOptions = {}): Promise<Outcome> {
  const { code, stdout, stderr } = await command(args, options).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Calls with a folder of its own, which is removed after it. */
export async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "sameseed-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Writes an experiment as JSON and returns its path. */
export async function writeExperiment(
  folder: string,
  experiment: Record<string, unknown>,
): Promise<string> {
  const file = join(folder, `${experiment.name}.json`);
  await Deno.writeTextFile(file, JSON.stringify(experiment));
  return file;
}

/** Two variants with two seeds, done in a moment. */
export const tiny = {
  name: "tiny",
  question: "Does it learn?",
  data: { type: "generated", shape: "xor", rows: 60, noise: 0.1, split: { test: 0.25 } },
  architecture: [{ units: 4, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
  loss: "binary-cross-entropy",
  optimizer: { type: "gradient-descent", learningRate: 0.5 },
  epochs: 20,
  batchSize: 8,
  seeds: [1, 2],
  variants: { zeros: { init: "zeros" }, xavier: { init: "xavier" } },
};

/** Every file of a results folder that is the same on every machine, by name. */
export async function resultBytes(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const there = new Set([...Deno.readDirSync(folder)].map(({ name }) => name));
  for (const name of comparedFiles) {
    if (there.has(name)) files.set(name, await Deno.readTextFile(join(folder, name)));
  }
  return files;
}
