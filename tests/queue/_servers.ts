import { join } from "@std/path";
import { granted } from "../permissions.ts";
import { startRedis, type TestServer } from "./_redis.ts";

/** What listens on a port, whatever it is. */
export interface Listening {
  port: number;
  stop(): void;
}

/** A server that answers each connection and each message with bytes; with nothing where they are empty. */
export function startFake(
  { greeting = "", answer }: { greeting?: string; answer: (request: string) => string },
): Listening {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const encoder = new TextEncoder();
  const serve = async (connection: Deno.Conn) => {
    const buffer = new Uint8Array(65_536);
    if (greeting !== "") await connection.write(encoder.encode(greeting));
    for (let n = await connection.read(buffer); n !== null; n = await connection.read(buffer)) {
      const bytes = encoder.encode(answer(new TextDecoder().decode(buffer.subarray(0, n))));
      if (bytes.length > 0) await connection.write(bytes);
    }
  };
  (async () => {
    for await (const connection of listener) {
      open.add(connection);
      serve(connection).catch(() => {}).finally(() => {
        open.delete(connection);
        try {
          connection.close();
        } catch {
          // The other side was first.
        }
      });
    }
  })().catch(() => {});
  return {
    port: (listener.addr as Deno.NetAddr).port,
    stop() {
      listener.close();
      for (const connection of open) connection.close();
    },
  };
}

/** Answers INFO with these facts, and everything else with OK. */
export function startOddRedis(facts: Record<string, string>): Listening {
  const info = Object.entries(facts).map(([name, value]) => `${name}:${value}\r\n`).join("");
  return startFake({
    answer: (request) =>
      [...request.matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g)].map(([, command]) =>
        command!.toLowerCase() === "info" ? `$${info.length}\r\n${info}\r\n` : "+OK\r\n"
      ).join(""),
  });
}

/** Whether certificates can be made. */
export const hasOpenssl: boolean = granted("read", "write", "run", "env") && isInstalled();

function isInstalled(): boolean {
  try {
    const command = new Deno.Command("openssl", { args: ["version"], stdout: "null" });
    return command.outputSync().success;
  } catch {
    return false;
  }
}

async function openssl(folder: string, ...args: string[]): Promise<void> {
  const command = new Deno.Command("openssl", {
    args,
    cwd: folder,
    stdout: "null",
    stderr: "piped",
  });
  const { success, stderr } = await command.output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

const keyArguments = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** Makes NAME.pem and NAME.key of somebody who signs certificates. */
export async function makeAuthority(folder: string, name: string): Promise<void> {
  const files = ["-keyout", `${name}.key`, "-out", `${name}.pem`];
  await openssl(folder, "req", "-x509", ...keyArguments, ...files, "-subj", `/CN=${name}`);
}

/** Makes NAME.pem and NAME.key, signed by `ca` and good for `host`. */
export async function makeCertificate(
  folder: string,
  { name, host = "IP:127.0.0.1", days = 2 }: { name: string; host?: string; days?: number },
): Promise<void> {
  const request = ["-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`];
  await openssl(folder, "req", ...keyArguments, ...request);
  await Deno.writeTextFile(join(folder, `${name}.cnf`), `subjectAltName=${host}\n`);
  const signer = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"];
  const signed = ["-in", `${name}.csr`, "-out", `${name}.pem`, "-extfile", `${name}.cnf`];
  await openssl(folder, "x509", "-req", ...signer, ...signed, "-days", `${days}`);
}

/** Starts a Redis that speaks TLS only, with the certificate `name` of a folder. */
export async function startTlsRedis(
  folder: string,
  { name, args = [] }: { name: string; args?: string[] },
): Promise<TestServer> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const at = (file: string) => join(folder, file);
  const tls = ["--tls-cert-file", at(`${name}.pem`), "--tls-key-file", at(`${name}.key`)];
  const all = ["--port", "0", "--tls-port", `${port}`, ...tls, "--tls-ca-cert-file", at("ca.pem")];
  const server = await startRedis({ port, args: [...all, ...args] });
  return { ...server, url: `rediss://127.0.0.1:${port}` };
}
