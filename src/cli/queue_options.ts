import { ExperimentError } from "../errors.ts";
import type { Connection } from "../queue/mod.ts";
import { later } from "./later.ts";

/** Options of every command that speaks with a queue. */
export const queueOptions = {
  queue: {
    kind: "text",
    value: "URL",
    doc: "a Redis server: redis://HOST:PORT, rediss:// for TLS",
  },
  "queue-password-file": {
    kind: "text",
    value: "FILE",
    doc: "its password is the file's text; else that of SAMESEED_QUEUE_PASSWORD",
  },
  "queue-ca": {
    kind: "text",
    value: "FILE",
    doc: "certificate of who signed the server's, as PEM",
  },
  "queue-cert": { kind: "text", value: "FILE", doc: "certificate to show to the server, as PEM" },
  "queue-key": { kind: "text", value: "FILE", doc: "and its key" },
} as const;

/** What of a command line is about the queue. */
export interface QueueChoice {
  queue?: string;
  "queue-password-file"?: string;
  "queue-ca"?: string;
  "queue-cert"?: string;
  "queue-key"?: string;
}

/** Where the password is found by a program that starts others: no command line has it. */
const passwordVariable = "SAMESEED_QUEUE_PASSWORD";

/** What `run` has for training on this machine. */
const localOptions = ["workers", "threads", "backend", "checkpoint"] as const;

const certificateOptions = ["queue-ca", "queue-cert", "queue-key"] as const;

/**
 * Connects to the queue of a command line.
 *
 * @param looksOnly Whether nothing new will be put there.
 * @param onTrouble Told when the connection is lost, and when it is there again.
 * @throws {ExperimentError}
 */
export async function openQueue(
  options: QueueChoice,
  { looksOnly = false, onTrouble }: { looksOnly?: boolean; onTrouble: (text: string) => void },
): Promise<Connection> {
  checkQueueOptions(options);
  if (options.queue === undefined) {
    throw new ExperimentError("Command needs --queue URL", {
      remedy: "As in --queue redis://127.0.0.1:6379",
    });
  }
  const queue = await later<typeof import("../queue/mod.ts")>("../queue/mod.ts");
  const address = queue.parseQueueAddress(options.queue);
  const credentials = {
    password: readPassword(options["queue-password-file"]),
    ca: readPem(options["queue-ca"], "CERTIFICATE"),
    certificate: readPem(options["queue-cert"], "CERTIFICATE"),
    key: readPem(options["queue-key"], "PRIVATE KEY"),
  };
  return await queue.connectQueue(address, { credentials, looksOnly, onTrouble });
}

/**
 * Refuses options of a queue that would have no effect: who gives them believes that they have one.
 *
 * @throws {ExperimentError}
 */
export function checkQueueOptions(options: QueueChoice): void {
  const names = Object.keys(queueOptions) as (keyof QueueChoice)[];
  const alone = names.find((name) => options[name] !== undefined);
  if (options.queue === undefined) {
    if (alone === undefined) return;
    throw new ExperimentError(`Cannot use --${alone} without --queue`, {
      remedy: "Say which queue, as in --queue rediss://HOST:PORT",
    });
  }
  const certificate = certificateOptions.find((name) => options[name] !== undefined);
  if (certificate !== undefined && /^redis:/i.test(options.queue)) {
    throw new ExperimentError(`Cannot use --${certificate} with redis://: it is not encrypted`, {
      remedy: "Give the queue as rediss://HOST:PORT",
    });
  }
  const [own, missing] = options["queue-cert"] === undefined
    ? ["queue-key", "queue-cert"] as const
    : ["queue-cert", "queue-key"] as const;
  if (options[own] !== undefined && options[missing] === undefined) {
    throw new ExperimentError(`Cannot use --${own} without --${missing}`, {
      remedy: "A certificate and its key go together",
    });
  }
}

/**
 * The same for `run`, whose options for training on this machine mean nothing to workers elsewhere.
 *
 * @throws {ExperimentError}
 */
export function checkRunOptions(
  options: QueueChoice & { [name in typeof localOptions[number]]?: string },
): void {
  checkQueueOptions(options);
  if (options.queue === undefined) return;
  const local = localOptions.find((name) => options[name] !== undefined);
  if (local === undefined) return;
  throw new ExperimentError(`Cannot use --${local} with --queue: each worker has its own`, {
    remedy: `Give --${local === "workers" ? "concurrency" : local} to deno task worker`,
  });
}

function readPassword(file: string | undefined): string | undefined {
  const fromFile = readText(file)?.replace(/\r?\n$/, "");
  if (fromFile === "") {
    throw new ExperimentError(`Cannot read a password from ${file}: it is empty`, { file });
  }
  if (fromFile !== undefined) return fromFile;
  const { state } = Deno.permissions.querySync({ name: "env", variable: passwordVariable });
  return (state === "granted" && Deno.env.get(passwordVariable)) || undefined;
}

/** What is given in PEM, where the file has something of this kind. */
function readPem(file: string | undefined, kind: "CERTIFICATE" | "PRIVATE KEY") {
  const text = readText(file);
  if (
    text === undefined ||
    new RegExp(`^-----BEGIN ((?!ENCRYPTED)\\w+ )?${kind}-----`, "m").test(text)
  ) {
    return text;
  }
  const what = kind === "CERTIFICATE" ? "certificate" : "key without a password";
  throw new ExperimentError(`Cannot read ${file}: it has no ${what} as PEM`, {
    file,
    remedy: `A line of it says -----BEGIN ${kind}-----`,
  });
}

function readText(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return Deno.readTextFileSync(file);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound
      ? "there is nothing at this path"
      : (error as Error).message;
    throw new ExperimentError(`Cannot read ${file}: ${why}`, { file });
  }
}
