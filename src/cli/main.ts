/** The command line: `main.ts COMMAND …`. */
import { ExperimentError } from "../errors.ts";
import { later } from "./later.ts";
import { loadRun } from "./load_run.ts";
import { guardConsole } from "./terminal.ts";
import { wideLanesNote } from "./wide_lanes.ts";

/** What the launcher knows of the process that a command is in. */
export interface Process {
  /** Whether V8 may use 256-bit lanes. */
  wideLanes: boolean;
}

/** A command takes its arguments and returns the exit code. */
export type Command = (args: readonly string[], process: Process) => Promise<number>;

/** May already start what will take long for these arguments. */
type Load = (args: readonly string[]) => Promise<Command>;

// Each is loaded when called: a command pays for its own imports only.
const commands: Record<string, { load: Load; doc: string }> = {
  run: {
    load: loadRun,
    doc: "train every run of an experiment and write its results",
  },
  compare: {
    load: async () => (await later<typeof import("./compare.ts")>("./compare.ts")).compare,
    doc: "compare results: identical bytes, or what differs and whether it is more than noise",
  },
  merge: {
    load: async () => (await later<typeof import("./merge.ts")>("./merge.ts")).merge,
    doc: "join what run --shard has written to the results of one sweep",
  },
  verify: {
    load: async () => (await later<typeof import("./verify.ts")>("./verify.ts")).verify,
    doc: "make results again from their manifest and compare every byte",
  },
  describe: {
    load: async () => (await later<typeof import("./describe.ts")>("./describe.ts")).describe,
    doc: "show layers, parameter counts and the list of runs",
  },
  gradcheck: {
    load: async () => (await later<typeof import("./gradcheck.ts")>("./gradcheck.ts")).gradcheck,
    doc: "compare gradients with central differences, tensor by tensor",
  },
  predict: {
    load: async () => (await later<typeof import("./predict.ts")>("./predict.ts")).predict,
    doc: "let a trained network judge pictures or rows of your own",
  },
  worker: {
    load: async () => (await later<typeof import("./worker.ts")>("./worker.ts")).worker,
    doc: "train runs of a queue",
  },
  queue: {
    load: async () => (await later<typeof import("./queue.ts")>("./queue.ts")).queue,
    doc: "show how a queue stands",
  },
  report: {
    load: async () => (await later<typeof import("./report.ts")>("./report.ts")).report,
    doc: "write a results folder as one HTML page to look at and to send",
  },
};

function help(): string {
  const rows = Object.entries(commands).map(([name, { doc }]) =>
    `  deno task ${name.padEnd(10)}${doc}`
  );
  return ["sameseed: same experiment, same seed, same bytes", "", ...rows].join("\n");
}

async function main(args: readonly string[]): Promise<number> {
  const wideLanes = args[0] === wideLanesNote;
  const [name, ...rest] = wideLanes ? args.slice(1) : args;
  if (name === undefined || name === "help" || name === "--help") {
    console.log(help());
    return name === undefined ? 2 : 0;
  }
  const command = commands[name];
  if (!command) {
    const { unknownName } = await later<typeof import("../suggest.ts")>("../suggest.ts");
    throw new ExperimentError(unknownName("command", name, Object.keys(commands)));
  }
  const run = await command.load(rest);
  const { chooseColours } = await later<typeof import("./error_text.ts")>("./error_text.ts");
  chooseColours();
  return await run(rest, { wideLanes });
}

if (import.meta.main) {
  guardConsole();
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    const { chooseColours, errorText } = await later<typeof import("./error_text.ts")>(
      "./error_text.ts",
    );
    chooseColours();
    console.error(errorText(error));
    Deno.exit(error instanceof ExperimentError ? 2 : 1);
  }
}
