import { connect as connectPlain } from "node:net";
import { connect as connectTls } from "node:tls";
import type { RedisOptions } from "ioredis";
import type { QueueAddress } from "./address.ts";
import { loadPackages } from "./packages.ts";

/** Who may have signed the server's certificate, and what this side shows; each as PEM. */
export interface Certificates {
  ca?: string | undefined;
  certificate?: string | undefined;
  key?: string | undefined;
}

/** How long a socket may take to say goodbye, in milliseconds. */
const goodbyeMs = 2000;

/**
 * How ioredis gets its sockets. Its own way listens to the first error of each only; where several
 * writes fail at once, as on a connection that is cut under TLS, the second one would end the process.
 */
export async function connectorFor(
  { host, port, tls }: QueueAddress,
  { ca, certificate: cert, key }: Certificates,
): Promise<NonNullable<RedisOptions["Connector"]>> {
  const { ioredis: { AbstractConnector } } = await loadPackages();
  const place = { host: host.replace(/^\[|\]$/g, ""), port };
  const identity = { ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) };
  return class extends AbstractConnector {
    constructor() {
      super(goodbyeMs);
    }

    // deno-lint-ignore require-await -- what is thrown has to be a rejection
    override async connect() {
      this.connecting = true;
      const stream = tls ? connectTls({ ...place, ...identity }) : connectPlain(place);
      stream.on("error", (error: Error) => this.firstError ??= error);
      this.stream = stream;
      return stream;
    }
  };
}

/** What the server's certificate says of itself. */
export interface PeerCertificate {
  /** Who signed it. */
  issuer: string;
  /** Milliseconds since 1970. */
  from: number;
  until: number;
  /** Hosts that it is for: `DNS:example.org, IP Address:10.0.0.5`. */
  hosts: string;
}

/** The certificate of a server that is not trusted: nothing is sent there, and only messages need it. */
export function lookAtCertificate({ host, port }: QueueAddress): Promise<
  PeerCertificate | undefined
> {
  const { promise, resolve } = Promise.withResolvers<PeerCertificate | undefined>();
  const place = { host: host.replace(/^\[|\]$/g, ""), port, rejectUnauthorized: false };
  const socket = connectTls(place, () => {
    const { issuer, valid_from, valid_to, subjectaltname } = socket.getPeerCertificate();
    resolve({
      issuer: String(issuer?.CN ?? issuer?.O ?? "?"),
      from: Date.parse(valid_from),
      until: Date.parse(valid_to),
      hosts: subjectaltname ?? "no host",
    });
    socket.destroy();
  });
  socket.on("error", () => resolve(undefined));
  socket.setTimeout(goodbyeMs, () => {
    resolve(undefined);
    socket.destroy();
  });
  return promise;
}
