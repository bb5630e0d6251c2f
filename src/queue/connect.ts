import type { Redis, RedisOptions } from "ioredis";
import { ExperimentError } from "../errors.ts";
import { addressText, type QueueAddress } from "./address.ts";
import { checkServer, readInfo } from "./check_server.ts";
import { connectionError, isUntrusted } from "./failure.ts";
import { loadPackages } from "./packages.ts";
import { prefix } from "./names.ts";
import { type Certificates, connectorFor, lookAtCertificate } from "./sockets.ts";

/** What nobody but the server is told, and how the server is known. */
export interface Credentials extends Certificates {
  password?: string | undefined;
}

/** A server that was looked at and can hold a queue. */
export interface Connection {
  readonly address: QueueAddress;
  /** One more client, which waits for the server as long as it takes. */
  client(): Redis;
  /** Puts something there that goes at once. @throws {Error} The server's answer where it takes nothing. */
  tryWriting(client: Redis): Promise<void>;
  /** Whether some client waits for the server. */
  isLost(): boolean;
  /** Ends all clients at once. */
  close(): void;
}

/** How long a server may take to answer, and to read its data after a start, in milliseconds. */
const [answerMs, loadingMs] = [5000, 30_000];

/**
 * Connects to a server and makes sure that it can hold a queue, before anything is put there.
 *
 * @param looksOnly Whether nothing new will be put there: then a server that is full will do.
 * @param onTrouble Told once when the connection is lost, and once when it is there again.
 * @throws {ExperimentError} No server, a wrong password, something else than Redis, an old one, or one
 * that would throw jobs away.
 */
export async function connectQueue(
  address: QueueAddress,
  { credentials = {}, looksOnly = false, onTrouble }: {
    credentials?: Credentials;
    looksOnly?: boolean;
    onTrouble?: (text: string) => void;
  } = {},
): Promise<Connection> {
  const { ioredis: { Redis } } = await loadPackages();
  const name = addressText(address);
  const base: RedisOptions = {
    Connector: await connectorFor(address, credentials),
    // How to connect is the connector's; that it is encrypted ioredis has to know.
    ...(address.tls ? { tls: {} } : {}),
    connectTimeout: answerMs,
    keepAlive: 10_000,
    maxRetriesPerRequest: null,
  };
  const { wantsPassword } = await probe(
    new Redis({
      ...base,
      lazyConnect: true,
      enableReadyCheck: false,
      disableClientInfo: true,
      retryStrategy: () => null,
    }),
    { address, credentials, looksOnly, onTrouble },
  );
  const { username } = address;
  const { password } = credentials;
  const clients: Redis[] = [];
  const lost = new Set<Redis>();
  let isClosing = false;
  return {
    address,
    client() {
      const client = new Redis({
        ...base,
        ...(username === undefined ? {} : { username }),
        ...(wantsPassword && password !== undefined ? { password } : {}),
        db: address.database,
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
    tryWriting,
    isLost: () => lost.size > 0,
    close() {
      isClosing = true;
      for (const client of clients) client.disconnect();
    },
  };
}

interface Probed {
  address: QueueAddress;
  credentials: Credentials;
  looksOnly: boolean;
  onTrouble: ((text: string) => void) | undefined;
}

/** Looks at the server with a client that gives up at once. */
async function probe(
  client: Redis,
  { address, credentials: { password, certificate }, looksOnly, onTrouble }: Probed,
): Promise<{ wantsPassword: boolean }> {
  const name = addressText(address);
  let failure: Error | undefined;
  client.on("error", (error: Error) => failure ??= error);
  try {
    await inTime(client.connect(), answerMs);
    const { info, wantsPassword } = await inTime(enter(client, address, password), answerMs);
    checkServer(info, name);
    if (password !== undefined && !wantsPassword) {
      onTrouble?.(`The queue at ${name} wants no password: the one given is not sent`);
    }
    await loaded(client, info, name);
    await inTime(client.select(address.database), answerMs);
    // Full memory, a disk that cannot be written to, a user who may not: told before there is work.
    if (!looksOnly) await inTime(tryWriting(client), answerMs);
    return { wantsPassword };
  } catch (error) {
    if (error instanceof ExperimentError) throw error;
    const cause = failure ?? error;
    const peer = isUntrusted(cause) ? await lookAtCertificate(address) : undefined;
    throw connectionError(cause, address, { certificate: certificate !== undefined, peer });
  } finally {
    client.disconnect();
  }
}

/** A script, since those are what a queue is made of. */
const writeOnce = "return redis.call('set', KEYS[1], '', 'EX', 1)";

async function tryWriting(client: Redis): Promise<void> {
  await client.eval(writeOnce, 1, `${prefix}:probe`);
}

/** Says who this is where that is wanted, and asks the server what it is. */
async function enter(
  client: Redis,
  { username }: QueueAddress,
  password: string | undefined,
): Promise<{ info: string; wantsPassword: boolean }> {
  if (username !== undefined) {
    if (password === undefined) throw new Error("NOAUTH");
    await client.auth(username, password);
    return { info: await client.info(), wantsPassword: true };
  }
  try {
    return { info: await client.info(), wantsPassword: false };
  } catch (error) {
    if (password === undefined || !/NOAUTH|NOPERM/.test((error as Error).message)) throw error;
  }
  await client.auth(password);
  return { info: await client.info(), wantsPassword: true };
}

/** Waits until a server that was just started has read its data. */
async function loaded(client: Redis, info: string, name: string): Promise<void> {
  for (let waitedMs = 0; readInfo(info).get("loading") === "1"; waitedMs += 250) {
    if (waitedMs > loadingMs) {
      throw new ExperimentError(`Cannot use the queue at ${name}: it is still reading its data`, {
        remedy: "Try again in a moment",
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
    info = await inTime(client.info(), answerMs);
  }
}

/** Gives up on an answer that does not come; while this process was stopped no time has passed. */
async function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  let ticks = 0;
  const timer = setInterval(() => {
    if (++ticks === 10) late.reject(new Error("it does not answer"));
  }, ms / 10);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearInterval(timer);
  }
}
