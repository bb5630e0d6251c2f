import type { Redis } from "ioredis";
import { granted } from "../permissions.ts";

/** Whether tests can start a Redis: without one they are skipped. */
export const hasRedis: boolean = granted("read", "write", "run", "env") && isLoopbackOpen() &&
  isInstalled();

function isLoopbackOpen(): boolean {
  return Deno.permissions.querySync({ name: "net", host: "127.0.0.1" }).state === "granted";
}

function isInstalled(): boolean {
  try {
    const command = new Deno.Command("redis-server", { args: ["--version"], stdout: "null" });
    return command.outputSync().success;
  } catch {
    return false;
  }
}

/** A client that waits for a server of this machine as long as it takes. */
export async function connectTo(port: number): Promise<Redis> {
  // Imported late: without permissions the packages cannot be loaded.
  const { ioredis } = await (await import("../../src/queue/packages.ts")).loadPackages();
  const redis = new ioredis.Redis({ host: "127.0.0.1", port, maxRetriesPerRequest: null });
  redis.on("error", () => {});
  return redis;
}

/** A server of one's own. */
export interface TestServer {
  url: string;
  port: number;
  /** Kills it. */
  stop(): Promise<void>;
  /** It answers nobody until it is resumed, and keeps all connections. */
  pause(): void;
  resume(): void;
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}

/** Starts a server on a free port and waits until it answers. */
export async function startRedis(
  { args = [], port = freePort() }: { args?: string[]; port?: number } = {},
): Promise<TestServer> {
  const child = new Deno.Command("redis-server", {
    args: ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", ...args],
    stdout: "null",
    stderr: "null",
  }).spawn();
  for (let tries = 0; tries < 100; tries++) {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port }).catch(() => undefined);
    if (connection) {
      connection.close();
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pause: () => child.kill("SIGSTOP"),
    resume: () => child.kill("SIGCONT"),
    async stop() {
      child.kill("SIGKILL");
      await child.status;
    },
  };
}
