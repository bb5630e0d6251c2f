import { ExperimentError, RunError } from "../errors.ts";
import { shorten } from "../suggest.ts";
import { addressText, type QueueAddress } from "./address.ts";
import type { PeerCertificate } from "./sockets.ts";

interface Reason {
  /** Whether the server's own answer says so: then it was reached. */
  reached: boolean;
  why: string;
  remedy: string;
}

const passwordRemedy =
  "Put it in the variable SAMESEED_QUEUE_PASSWORD or in a file of --queue-password-file";

/** What is known about certificates when a connection does not come about. */
interface Shown {
  /** Whether this side has one. */
  certificate: boolean;
  /** That of the server, where it is not trusted. */
  peer: PeerCertificate | undefined;
}

/** Whether it is the server's certificate that this side does not take. */
export function isUntrusted(error: unknown): boolean {
  return /ALTNAME|SELF_SIGNED|UNABLE_TO|CERT_/.test(
    `${(error as { code?: unknown } | null)?.code}`,
  );
}

/** What went wrong between here and a server before anything was asked of it. */
export function connectionError(
  error: unknown,
  address: QueueAddress,
  shown: Shown,
): ExperimentError {
  const { reached, why, remedy } = answered(error, address) ?? unconnected(error, address, shown);
  const verb = reached ? "use" : "reach";
  return new ExperimentError(`Cannot ${verb} the queue at ${addressText(address)}: ${why}`, {
    remedy,
  }, { cause: error });
}

/**
 * What a server that was fine in the beginning answers now, for a person to read; other errors as they
 * are.
 */
export function queueFailure(error: unknown, address: QueueAddress): unknown {
  const reason = answered(error, address);
  if (reason === undefined) return error;
  const { why, remedy } = reason;
  return new RunError(`The queue at ${addressText(address)} takes no more: ${why}. ${remedy}`, {
    cause: error,
  });
}

/** Whether it is the server that says no, and not the way to it. */
export function isAnswer(error: unknown): boolean {
  return answered(error) !== undefined;
}

/** Errors that Redis has words of its own for. */
function answered(error: unknown, { username }: Partial<QueueAddress> = {}): Reason | undefined {
  const text = messageOf(error);
  const user = username === undefined ? "" : ` for user ${shorten(username)}`;
  const found = ([
    [/NOAUTH/, `it wants a password${user}`, passwordRemedy],
    [/WRONGPASS|invalid password/i, `it takes another password${user}`, passwordRemedy],
    [
      // A script says it in other words.
      /NOPERM|The user executing the script/,
      `the user may not do what a queue needs: ${shorten(text.replace(/^.*?(NOPERM|ERR) /s, ""))}`,
      "Give the user all commands on keys sameseed:*, as in ACL SETUSER NAME ~sameseed:* &* +@all",
    ],
    [
      /OOM command/,
      "its memory is full",
      "Give it more there, as in CONFIG SET maxmemory 2gb, and start the same command again",
    ],
    [/MISCONF/, "it cannot save to its disk", "Its log says why"],
    [/READONLY/, "it is a read-only replica", "Name the master"],
    [
      /DB index is out of range/,
      "it has no such database",
      "Take another number: there are 16, from /0, unless its setting `databases` says more",
    ],
  ] as const).find(([pattern]) => pattern.test(text));
  return found && { reached: true, why: found[1], remedy: found[2] };
}

function unconnected(
  error: unknown,
  { tls }: QueueAddress,
  shown: Shown,
): Reason {
  if (isUntrusted(error)) return { reached: true, ...untrusted(error, shown.peer) };
  const text = `${(error as { code?: unknown } | null)?.code ?? ""} ${messageOf(error)}`;
  const found = tls ? tlsReason(text, shown) : undefined;
  if (found) return { reached: true, ...found };
  if (/ECONNREFUSED|ENOTFOUND|EHOST|ENET|EAI_AGAIN|EADDR/.test(text)) {
    return {
      reached: false,
      why: shorten(messageOf(error)),
      remedy: "Check host and port, or start a server there: redis-server",
    };
  }
  const scheme = tls ? "redis://, without TLS" : "rediss://, with TLS";
  if (/does not answer|ETIMEDOUT/.test(text)) {
    return {
      reached: false,
      why: "there is no answer",
      remedy: `Check host and port, whether it is ${scheme}, and what keeps the server busy`,
    };
  }
  return {
    reached: true,
    why: "what is there does not answer as Redis does",
    remedy: `Check host and port, and whether it is ${scheme}`,
  };
}

/** Why the server's certificate is not taken. */
function untrusted(error: unknown, peer: PeerCertificate | undefined) {
  const nowMs = Date.now();
  if (peer && peer.until < nowMs) {
    const day = new Date(peer.until).toISOString().slice(0, 10);
    return { why: `its certificate was valid until ${day}`, remedy: "Renew it there" };
  }
  if (peer && peer.from > nowMs) {
    const day = new Date(peer.from).toISOString().slice(0, 10);
    return {
      why: `its certificate is valid from ${day} only`,
      remedy: "Check the clocks of both machines",
    };
  }
  if (/ALTNAME/.test(`${(error as { code?: unknown }).code}`)) {
    return {
      why: `its certificate is for another host${peer ? ` (${shorten(peer.hosts)})` : ""}`,
      remedy: "Name the host as its certificate does, or renew the certificate with this name",
    };
  }
  const issuer = peer ? ` by "${shorten(peer.issuer)}", who is not trusted here` : " by a stranger";
  return {
    why: `its certificate is signed${issuer}`,
    remedy: "Give the certificate of who signed it with --queue-ca",
  };
}

/** What TLS itself is about. */
function tlsReason(
  text: string,
  { certificate }: Shown,
): { why: string; remedy: string } | undefined {
  const own = certificate
    ? "Check the files of --queue-cert and --queue-key"
    : "Give one with --queue-cert and its key with --queue-key";
  const found = ([
    [
      /CERTIFICATE_REQUIRED|CertificateRequired/i,
      "it wants a certificate of this side",
      own,
    ],
    [
      /UNSUPPORTED_PROTOCOL/,
      `there is no agreement on TLS${certificate ? ", as with a key of another certificate" : ""}`,
      own,
    ],
    [
      /alert|handshake failure/i,
      `it does not take the certificate of this side (${shorten(text.trim())})`,
      own,
    ],
    [
      /WRONG_VERSION_NUMBER|InvalidContentType|corrupt message/i,
      "what is there does not speak TLS",
      "Check host and port; without TLS it is redis://",
    ],
  ] as const).find(([pattern]) => pattern.test(text));
  return found && { why: found[1], remedy: found[2] };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
