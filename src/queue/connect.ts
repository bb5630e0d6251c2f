import type { Redis } from "ioredis";
import { ExperimentError } from "../errors.ts";
import { shorten } from "../suggest.ts";
import { addressText, type QueueAddress } from "./address.ts";
import { loadPackages } from "./packages.ts";

/** What nobody but the server is told, and how the server is known. */
export interface Credentials {
  password?: string | undefined;
  /** In PEM: who may have signed the server's certificate, and what this side shows. */
  ca?: string | undefined;
  certificate?: string | undefined;
  key?: string | undefined;
}

/** A server that was looked at and can hold a queue. */
export interface Connection {
  readonly address: QueueAddress;
  /** One more client, which waits for the server as long as it takes. */
  client(): Redis;
  /** Ends all clients at once. */
  close(): void;
}

/** How long a server may take to answer, in milliseconds. */
const answerMs = 5000;

/** The oldest one that has all that BullMQ asks for. */
const oldest = [6, 2] as const;

/**
 * Connects to a server and makes sure that it can hold a queue, before anything is put there.
 *
 * @param onTrouble Told once when the connection is lost, and once when it is there again.
 * @throws {ExperimentError} No server, a wrong password, something else than Redis, an old one, or one
 * that would throw jobs away.
 */
export async function connectQueue(
  address: QueueAddress,
  { credentials = {}, onTrouble }: {
    credentials?: Credentials;
    onTrouble?: (text: string) => void;
  } = {},
): Promise<Connection> {
  const { ioredis: { Redis } } = await loadPackages();
  const { ca, certificate: cert, key, password } = credentials;
  const options = {
    host: address.host.replace(/^\[|\]$/g, ""),
    port: address.port,
    db: address.database,
    ...(address.username === undefined ? {} : { username: address.username }),
    ...(password === undefined ? {} : { password }),
    ...(address.tls
      ? { tls: { ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) } }
      : {}),
    connectTimeout: answerMs,
    keepAlive: 10_000,
    maxRetriesPerRequest: null,
  };
  await probe(
    new Redis({ ...options, lazyConnect: true, retryStrategy: () => null }),
    addressText(address),
  );
  const clients: Redis[] = [];
  const lost = new Set<Redis>();
  const name = addressText(address);
  let isClosing = false;
  return {
    address,
    client() {
      const client = new Redis({
        ...options,
        // A cut that nobody was told of is noticed; calls that wait for jobs are shorter.
        socketTimeout: 30_000,
        retryStrategy: (times) => Math.min(2000, 100 * times),
      });
      client.on("error", () => {});
      client.on("close", () => {
        if (isClosing || lost.has(client)) return;
        lost.add(client);
        if (lost.size === 1) onTrouble?.(`The queue at ${name} is not reachable: waiting for it`);
      });
      client.on("ready", () => {
        if (lost.delete(client) && lost.size === 0) onTrouble?.(`The queue at ${name} is back`);
      });
      clients.push(client);
      return client;
    },
    close() {
      isClosing = true;
      for (const client of clients) client.disconnect();
    },
  };
}

/** Looks at the server with a client that gives up at once. */
async function probe(client: Redis, name: string): Promise<void> {
  let failure: Error | undefined;
  client.on("error", (error: Error) => failure ??= error);
  const late = Promise.withResolvers<never>();
  // Where this process was paused itself, the answer is here and is read first.
  let timer = setTimeout(() => {
    timer = setTimeout(() => late.reject(new Error("it does not answer")), answerMs / 10);
  }, answerMs);
  try {
    const info = await Promise.race([
      client.connect().then(() => client.info()),
      late.promise,
    ]);
    checkServer(info, name);
  } catch (error) {
    if (error instanceof ExperimentError) throw error;
    throw connectionError(failure ?? error, name);
  } finally {
    clearTimeout(timer);
    client.disconnect();
  }
}

/**
 * Refuses a server that could lose jobs.
 *
 * @param info Its answer to INFO.
 * @throws {ExperimentError}
 */
export function checkServer(info: string, name: string): void {
  const facts = new Map(
    info.split(/\r?\n/).map((line) => [line.split(":")[0]!, line.split(":")[1] ?? ""]),
  );
  const version = facts.get("redis_version") ?? "";
  const refuse = (why: string, remedy: string) => {
    throw new ExperimentError(`Cannot use the queue at ${name}: ${why}`, { remedy });
  };
  const [major = NaN, minor = NaN] = version.split(".").map(Number);
  if (Number.isNaN(major)) refuse("it is no Redis", "Name a server of Redis or Valkey");
  if (major < oldest[0] || major === oldest[0] && minor < oldest[1]) {
    refuse(`it is Redis ${version}`, `Use Redis ${oldest.join(".")} or newer, or Valkey`);
  }
  const policy = facts.get("maxmemory_policy") ?? "";
  if (policy !== "noeviction") {
    refuse(
      `its maxmemory-policy is ${policy || "not told"}, which loses jobs when memory is short`,
      "Set it there: CONFIG SET maxmemory-policy noeviction",
    );
  }
  if (facts.get("role") === "slave") refuse("it is a read-only replica", "Name the master");
  if (facts.get("cluster_enabled") === "1") {
    refuse("it is part of a cluster", "Name a server of its own");
  }
}

function connectionError(error: unknown, name: string): ExperimentError {
  const text = error instanceof Error ? error.message : String(error);
  const cause = { cause: error };
  if (/WRONGPASS|NOAUTH|invalid.*password|without any password/i.test(text)) {
    const why = /NOAUTH/.test(text) ? "it wants a password" : "it takes another password";
    return new ExperimentError(`Cannot use the queue at ${name}: ${why}`, {
      remedy:
        "Put it in the variable SAMESEED_QUEUE_PASSWORD or in a file of --queue-password-file",
    }, cause);
  }
  if (/NOPERM/.test(text)) {
    return new ExperimentError(`Cannot use the queue at ${name}: the user may not ask for INFO`, {
      remedy: "Give the user all commands on keys sameseed:*",
    }, cause);
  }
  if (
    /protocol|unexpected|is not valid|does not answer|Connection is closed|got .* as reply/i.test(
      text,
    )
  ) {
    return new ExperimentError(
      `Cannot use the queue at ${name}: what is there does not answer as Redis does`,
      { remedy: "Check host and port, and whether it is redis:// or rediss://" },
      cause,
    );
  }
  return new ExperimentError(`Cannot reach the queue at ${name}: ${shorten(text)}`, {
    remedy: "Check host and port, or start a server there: redis-server",
  }, cause);
}
