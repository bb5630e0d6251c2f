import { resolve } from "@std/path";
import { helpText, parseCommandLine, wholeNumber } from "../cli/options.ts";
import { ExperimentError } from "../errors.ts";
import { unknownName } from "../suggest.ts";
import { commandNames } from "./commands.ts";
import { project } from "./peers.ts";
import { workloads } from "./workloads.ts";

/** Everything that can be measured. */
export const benchmarkNames: readonly string[] = [
  ...workloads.map(({ name }) => name),
  ...commandNames,
  "growth",
  "kernels",
];

const usage = {
  command: "bench",
  summary:
    "Compares sameseed with NumPy, PyTorch, TensorFlow.js, brain.js and ConvNetJS, as far as\n" +
    "they are there, and writes results/benchmark.md and results/growth.svg. With --only or\n" +
    "--quick it prints, and writes nothing unless there is --out.\n\n" +
    `Benchmarks: ${benchmarkNames.join(", ")}`,
  positional: [],
  options: {
    only: { kind: "list", value: "NAME", doc: "measures just this one; repeatable" },
    rounds: { kind: "text", value: "N", doc: "turns of each contender; default: 11" },
    quick: { kind: "flag", doc: "3 rounds of short samples, without the largest workload" },
    out: { kind: "text", value: "DIR", doc: "writes there" },
    threads: { kind: "text", value: "N", doc: "tries 1 thread and N of them; default: the cores" },
    help: { kind: "flag", doc: "prints this" },
  },
} as const;

/** What the command line asks for. */
export interface BenchOptions {
  /** All where there is none. */
  only: readonly string[];
  rounds: number;
  /** What a sample takes at least. */
  sampleMs: number;
  quick: boolean;
  /** Where to write; nowhere when absent. */
  out: string | undefined;
  /** Thread counts to try. */
  threads: readonly number[];
}

/** The text of `--help`. */
export function benchHelp(): string {
  return helpText(usage);
}

/**
 * Reads the command line.
 *
 * @throws {ExperimentError} for unknown options and benchmarks, and for numbers below 1
 */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { options } = parseCommandLine(args, usage);
  const { only = [], quick = false, out } = options;
  for (const name of only) {
    if (benchmarkNames.includes(name)) continue;
    throw new ExperimentError(unknownName("benchmark", name, benchmarkNames));
  }
  const isWhole = only.length === 0 && !quick;
  const threads = countOf("threads", options.threads) ?? navigator.hardwareConcurrency;
  return {
    only,
    rounds: countOf("rounds", options.rounds) ?? (quick ? 3 : 11),
    sampleMs: quick ? 50 : 200,
    quick,
    out: out !== undefined ? resolve(out) : isWhole ? resolve(project, "results") : undefined,
    threads: [...new Set([1, threads])],
  };
}

/** Whether a benchmark is asked for. */
export function isWanted(name: string, { only, quick }: Pick<BenchOptions, "only" | "quick">) {
  return only.length > 0 ? only.includes(name) : !(quick && name === "neuron-20000");
}

function countOf(name: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : wholeNumber(name, text, 1);
}
