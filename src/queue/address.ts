import { ExperimentError } from "../errors.ts";

/** Where a queue's server is, without any secret. */
export interface QueueAddress {
  host: string;
  port: number;
  /** Whether the connection is encrypted and the server shows a certificate: `rediss://`. */
  tls: boolean;
  /** Redis numbers its databases. */
  database: number;
  username?: string;
}

const defaultPort = 6379;

const remedy = "Give it as redis://HOST:PORT or rediss://HOST:PORT, with /1 for database 1";

/**
 * Reads the URL of a queue. One with a password is refused, and not shown: command lines are seen by
 * everybody on the machine.
 *
 * @throws {ExperimentError}
 *
 * @example
 * ```ts
 * import { parseQueueAddress } from "./address.ts";
 *
 * parseQueueAddress("rediss://10.0.0.5/1").port; // 6379
 * ```
 */
export function parseQueueAddress(text: string): QueueAddress {
  const url = URL.parse(text);
  const shown = text.replace(/\/\/.*@/, "//…@").slice(0, 80);
  const refuse = (why: string) => {
    throw new ExperimentError(`Cannot read --queue as "${shown}": ${why}`, { remedy });
  };
  if (url === null) return refuse("it is no URL");
  if (!["redis:", "rediss:"].includes(url.protocol)) return refuse("it is no redis:// URL");
  if (url.password !== "") {
    throw new ExperimentError("Cannot take a password from --queue: command lines are not secret", {
      remedy:
        "Put it in the variable SAMESEED_QUEUE_PASSWORD or in a file of --queue-password-file",
    });
  }
  if (!/^(\[[\da-f:.]+\]|[\w.-]+)$/i.test(url.hostname)) return refuse("it names no host");
  if (url.search !== "" || url.hash !== "") return refuse("nothing may follow the database");
  if (!/^\/?\d{0,4}$/.test(url.pathname)) return refuse("a database is a number, as in /1");
  return {
    host: url.hostname,
    port: url.port === "" ? defaultPort : Number(url.port),
    tls: url.protocol === "rediss:",
    database: Number(url.pathname.slice(1)),
    ...(url.username === "" ? {} : { username: decodeURIComponent(url.username) }),
  };
}

/** The address as messages name it: `redis://10.0.0.5:6379/1`. */
export function addressText({ host, port, tls, database }: QueueAddress): string {
  return `redis${tls ? "s" : ""}://${host}:${port}${database === 0 ? "" : `/${database}`}`;
}
