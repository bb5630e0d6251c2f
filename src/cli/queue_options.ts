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
    doc: "its password, if not in SAMESEED_QUEUE_PASSWORD",
  },
  "queue-ca": { kind: "text", value: "FILE", doc: "who signs the server's certificate, as PEM" },
  "queue-cert": { kind: "text", value: "FILE", doc: "a certificate of one's own, as PEM" },
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

/**
 * Connects to the queue of a command line.
 *
 * @param onTrouble Told when the connection is lost, and when it is there again.
 * @throws {ExperimentError}
 */
export async function openQueue(
  options: QueueChoice,
  onTrouble: (text: string) => void,
): Promise<Connection> {
  const queue = await later<typeof import("../queue/mod.ts")>("../queue/mod.ts");
  if (options.queue === undefined) {
    throw new ExperimentError("Command needs --queue URL", {
      remedy: "As in --queue redis://127.0.0.1:6379",
    });
  }
  const address = queue.parseQueueAddress(options.queue);
  const password = readPassword(options["queue-password-file"]);
  const credentials = {
    password,
    ca: readText(options["queue-ca"]),
    certificate: readText(options["queue-cert"]),
    key: readText(options["queue-key"]),
  };
  return await queue.connectQueue(address, { credentials, onTrouble });
}

function readPassword(file: string | undefined): string | undefined {
  const fromFile = readText(file)?.replace(/\r?\n$/, "");
  if (fromFile !== undefined) return fromFile;
  const { state } = Deno.permissions.querySync({ name: "env", variable: passwordVariable });
  return state === "granted" ? Deno.env.get(passwordVariable) : undefined;
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
