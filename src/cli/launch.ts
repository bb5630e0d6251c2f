/**
 * Starts a command with the least permissions that these very arguments need: a named set of
 * deno.json, and for `--out` writing to that folder too. It evaluates no experiment itself.
 */
// Every command waits for this process first: a package, even a small one, takes it 20 ms to set up.
import { dirname, join, resolve } from "node:path";
import { ExperimentError } from "../errors.ts";
import { parseQueueAddress } from "../queue/address.ts";
import { later } from "./later.ts";
import { guardConsole } from "./terminal.ts";
import { usesWideLanes, wideLanesFlag, wideLanesNote } from "./wide_lanes.ts";

/** The folder of deno.json. */
const project = join(import.meta.dirname!, "../..");

/** Commands with a set of permissions of their own. */
const sets = [
  "run",
  "merge",
  "compare",
  "verify",
  "describe",
  "gradcheck",
  "predict",
  "report",
  "worker",
  "queue",
];

/** Commands that evaluate an experiment, for which they start Deno without any permission. */
const evaluating = ["run", "describe", "gradcheck"];

/**
 * The arguments of `deno` for a command line of ours, with 256-bit lanes where V8 has the flag.
 *
 * @throws {ExperimentError} for a folder that no permission can name
 */
export function denoArguments(
  args: readonly string[],
  cwd: string,
  { wideLanes = false }: { wideLanes?: boolean } = {},
): string[] {
  const [command = "help"] = args;
  const set = sets.includes(command) ? command : "compare";
  const flags = ["--config", join(project, "deno.json"), "--frozen", "--no-prompt", `-P=${set}`];
  if (evaluating.includes(command)) flags.push(`--allow-run=${single(Deno.execPath(), "run")}`);
  flags.push(...networkFlags(command, args));
  if (command === "compare" && args.slice(1).some(namesRevision)) flags.push("--allow-run=git");
  const written = writtenFolders(command, args, cwd);
  if (written.length > 0) {
    flags.push(`--allow-write=${[join(project, "results"), ...written].join()}`);
  }
  // Flags of V8 are those of the process: workers have no others.
  if (wideLanes) flags.push(`--v8-flags=${wideLanesFlag}`);
  const notes = wideLanes ? [wideLanesNote] : [];
  return ["run", "-q", ...flags, join(project, "src/cli/main.ts"), ...notes, ...args];
}

/** Commands that may speak with a queue: they get its host, and what the packages ask the environment. */
const queueing = ["run", "worker", "queue"];

/** Only where there is a queue there is a network, and of it one port of one host. */
function networkFlags(command: string, args: readonly string[]): string[] {
  const url = lastOption(args, "--queue");
  if (!queueing.includes(command) || url === undefined) return [];
  const { host, port } = parseQueueAddress(url);
  return [`--allow-net=${host}:${port}`, `--allow-env=${queueVariables.join()}`];
}

const queueVariables = [
  ...["FORCE_COLOR", "NO_COLOR", "TERM", "SAMESEED_QUEUE_PASSWORD"],
  ...["NODE_ENV", "DEBUG", "MSGPACKR_NATIVE_ACCELERATION_DISABLED"],
];

/** `results/cat@HEAD~1`, `HEAD~1:results/cat`: only then git is asked. `git_results.ts` has the rules. */
function namesRevision(arg: string): boolean {
  return !arg.startsWith("-") && /.@(?!\{).|^[^:]{2,}:./.test(arg) && isMissing(arg);
}

/** The folders that a command is told to write to. */
function writtenFolders(command: string, args: readonly string[], cwd: string): string[] {
  const place = (path: string) => single(resolve(cwd, path), "write to");
  const out = lastOption(args, "--out") ?? "";
  if (out !== "") {
    if (command === "run" || command === "merge") return [firstMissing(place(out))];
    if (command === "report") return [firstMissing(dirname(place(out)))];
  }
  if (command !== "report") return [];
  // A page goes into the folder that it is of.
  return args.slice(1).filter((arg) => arg !== "" && !arg.startsWith("-")).map(place);
}

/** A folder, or the outermost of the folders on its path that have to be made for it. */
function firstMissing(folder: string): string {
  const parent = dirname(folder);
  return parent === folder || !isMissing(parent) ? folder : firstMissing(parent);
}

/** Whatever else is wrong with a path, nothing will be made in its place. */
function isMissing(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return false;
  } catch (error) {
    return error instanceof Deno.errors.NotFound;
  }
}

/** A comma separates paths in Deno's flags and cannot be escaped: it would open another path. */
function single(path: string, use: "run" | "write to"): string {
  if (!path.includes(",")) return path;
  throw new ExperimentError(`Cannot ${use} ${path}: its path has a comma in it`, {
    remedy: use === "run" ? "Move Deno to another folder" : "Choose another folder with --out",
  });
}

function lastOption(args: readonly string[], name: string): string | undefined {
  let value: string | undefined;
  args.forEach((arg, index) => {
    if (arg === name) value = args[index + 1];
    else if (arg.startsWith(`${name}=`)) value = arg.slice(name.length + 1);
  });
  return value;
}

async function launch(args: readonly string[]): Promise<number> {
  const cwd = Deno.env.get("INIT_CWD") ?? Deno.cwd();
  const wideLanes = await usesWideLanes(args[0]);
  const child = new Deno.Command(Deno.execPath(), {
    args: denoArguments(args, cwd, { wideLanes }),
    cwd,
  }).spawn();
  // The terminal sends Ctrl-C to the child too, which then says what it kept; wait for it.
  Deno.addSignalListener("SIGINT", () => {});
  if (Deno.build.os !== "windows") {
    Deno.addSignalListener("SIGTERM", () => child.kill("SIGTERM"));
    Deno.addSignalListener("SIGHUP", () => child.kill("SIGHUP"));
  }
  return (await child.status).code;
}

if (import.meta.main) {
  guardConsole();
  try {
    Deno.exit(await launch(Deno.args));
  } catch (error) {
    const { chooseColours, errorText } = await later<typeof import("./error_text.ts")>(
      "./error_text.ts",
    );
    chooseColours();
    console.error(errorText(error));
    Deno.exit(error instanceof ExperimentError ? 2 : 1);
  }
}
