import { fromFileUrl } from "@std/path";
import { wideLanesFlag } from "../cli/wide_lanes.ts";
import type { Program } from "./peer_process.ts";
import { threadChoices } from "./train_steps.ts";
import type { Workload } from "./workloads.ts";

/** A library to compare with, or sameseed itself. */
export interface PeerDefinition {
  /** As `goals` and `--only` call it. */
  name: string;
  title: string;
  version: string;
  /** Thread counts that it can be run with, out of those asked for. */
  threads(asked: readonly number[]): readonly number[];
  /** Whether it trains such a workload at all; if not, why. */
  refusal(workload: Workload): string | undefined;
  /** Bytes that it takes per number of the inputs. */
  bytesPerInput: number;
  /** Whether it is used for whole epochs only, rather than for a step at a time. */
  wholeEpochs?: boolean;
  program(threads: number, folder: string): Program;
}

/** The path of a file beside this one. */
export const here = (path: string): string => fromFileUrl(new URL(path, import.meta.url));
/** The folder of deno.json. */
export const project = here("../..");

const one = () => [1];
const nothing = () => undefined;

/** Which versions of packages were asked for in `peers/peers.json`. */
function packageVersion(name: string): string {
  const { imports } = JSON.parse(Deno.readTextFileSync(here("peers/peers.json")));
  return imports[name].split("@").at(-1);
}

/** sameseed, on its own configuration: no package at all. */
export function sameseed(): PeerDefinition {
  return {
    name: "sameseed",
    title: "sameseed",
    version: "",
    threads: threadChoices,
    refusal: nothing,
    bytesPerInput: 2,
    wholeEpochs: true,
    program: (_threads, folder) => ({
      command: Deno.execPath(),
      args: [
        ...["run", "-q", "--no-prompt", "--no-check", `--config=${project}/deno.json`, "--frozen"],
        // As the launcher starts what trains.
        ...[`--v8-flags=${wideLanesFlag}`, `--allow-read=${folder}`],
        here("sameseed_peer.ts"),
      ],
    }),
  };
}

/** Peers from npm: they read their own files and the data, and can do nothing else. */
function packagePeer(
  script: string,
  options: Pick<PeerDefinition, "name" | "title" | "refusal" | "bytesPerInput"> & {
    package: string;
    /** Environment variables that the package reads when it is loaded. */
    env?: readonly string[];
  },
): PeerDefinition {
  const { package: name, env = [], ...rest } = options;
  return {
    ...rest,
    version: packageVersion(name),
    threads: one,
    program: (_threads, folder) => ({
      command: Deno.execPath(),
      args: [
        ...["run", "-q", "--no-prompt", "--no-check", `--config=${here("peers/peers.json")}`],
        ...[`--allow-read=${folder}`, ...(env.length ? [`--allow-env=${env.join()}`] : [])],
        ...[here(`peers/${script}`), name],
      ],
    }),
  };
}

const onlySmall = (library: string) => (workload: Workload) =>
  workload.loss === "squared-error" && workload.optimizer.type === "gradient-descent"
    ? undefined
    : `${library} has no ${workload.loss} with ${workload.optimizer.type}`;

export function packagePeers(): PeerDefinition[] {
  const brain = { refusal: onlySmall("brain.js"), bytesPerInput: 8 };
  return [
    packagePeer("tfjs_peer.ts", {
      name: "tfjs",
      title: "TensorFlow.js, WebAssembly SIMD",
      package: "@tensorflow/tfjs-backend-wasm",
      refusal: nothing,
      bytesPerInput: 9,
    }),
    packagePeer("brain_peer.ts", {
      ...brain,
      name: "brain",
      title: "brain.js",
      package: "brain.js",
    }),
    packagePeer("brain_peer.ts", {
      ...brain,
      name: "brain-beta",
      title: "brain.js beta",
      package: "brain.js-beta",
    }),
    packagePeer("convnet_peer.ts", {
      name: "convnetjs",
      title: "ConvNetJS",
      package: "convnetjs",
      refusal: onlySmall("ConvNetJS"),
      bytesPerInput: 8,
    }),
  ];
}

/** A Python that has a module. */
export interface Python {
  command: string;
  version: string;
}

/** The first Python that imports a module; often the system's own has more than the first found. */
export async function findPython(module: string): Promise<Python | undefined> {
  for (const command of ["python3", "/usr/bin/python3", "python"]) {
    const script = `import ${module}, sys; print(${module}.__version__)`;
    try {
      const output = await new Deno.Command(command, { args: ["-c", script], stderr: "null" })
        .output();
      if (output.success) {
        return { command, version: new TextDecoder().decode(output.stdout).trim() };
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return undefined;
}

/** Peers of a Python that has NumPy. */
export function numpyPeers({ command, version }: Python): PeerDefinition[] {
  const common = { version, program: pythonProgram(command, "numpy_scalar_peer.py", []) };
  const kinds = [["numpy-f64", "float64", 10], ["numpy-f32", "float32", 6]] as const;
  return [
    ...kinds.map(([name, kind, bytesPerInput]): PeerDefinition => ({
      ...common,
      name,
      title: `NumPy ${kind}`,
      threads: (asked) => asked,
      refusal: nothing,
      bytesPerInput,
      program: pythonProgram(command, "numpy_peer.py", [kind]),
    })),
    {
      ...common,
      name: "numpy-scalar",
      title: "NumPy, scalar by scalar",
      threads: one,
      refusal: ({ sizes }) => sizes.join() === "2,2,1" ? undefined : "it is a 2-2-1 network",
      bytesPerInput: 10,
    },
  ];
}

/** The peer of a Python that has PyTorch. */
export function torchPeer({ command, version }: Python): PeerDefinition {
  return {
    name: "torch",
    title: "PyTorch",
    version,
    threads: (asked) => asked,
    refusal: nothing,
    bytesPerInput: 6,
    program: pythonProgram(command, "torch_peer.py", []),
  };
}

function pythonProgram(command: string, script: string, args: readonly string[]) {
  return (threads: number): Program => ({
    command,
    args: ["-B", here(`peers/${script}`), ...args],
    env: Object.fromEntries(
      ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"]
        .map((name) => [name, String(threads)]),
    ),
  });
}

/** All that this machine has to compare with. */
export interface FoundPeers {
  /** sameseed first. */
  peers: readonly PeerDefinition[];
  torch: Python | undefined;
  /** How tables call each. */
  titles: ReadonlyMap<string, string>;
  /** What is not there, sentences. */
  absent: readonly string[];
}

/** Looks for peers. */
export async function findPeers(): Promise<FoundPeers> {
  const [numpy, torch] = await Promise.all([findPython("numpy"), findPython("torch")]);
  const peers = [
    sameseed(),
    ...(numpy ? numpyPeers(numpy) : []),
    ...(torch ? [torchPeer(torch)] : []),
    ...packagePeers(),
  ];
  return {
    peers,
    torch,
    titles: new Map(peers.map(({ name, title }) => [name, title])),
    absent: [
      ...(numpy ? [] : ["NumPy: no Python here imports it"]),
      ...(torch ? [] : ["PyTorch: no Python here imports it"]),
    ],
  };
}
