import process from "node:process";

/** BullMQ and the client for Redis. */
export interface Packages {
  bullmq: typeof import("bullmq");
  ioredis: Pick<typeof import("ioredis"), "Redis" | "AbstractConnector">;
}

let loaded: Promise<Packages> | undefined;

/**
 * Loads the packages when a queue is really asked for.
 *
 * One that they need lists all variables of the environment where it takes this to be no browser:
 * nobody should have to allow that.
 */
export function loadPackages(): Promise<Packages> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Packages> {
  const mutable = process as { browser?: boolean };
  const storage = Object.getOwnPropertyDescriptor(globalThis, "localStorage")!;
  mutable.browser = true;
  // With DEBUG they would print every command, that of the password too, and keep it so for later.
  Object.defineProperty(globalThis, "localStorage", { value: undefined, configurable: true });
  if (Deno.permissions.querySync({ name: "env", variable: "DEBUG" }).state === "granted") {
    Deno.env.delete("DEBUG");
  }
  try {
    return { bullmq: await import("bullmq"), ioredis: await import("ioredis") };
  } finally {
    delete mutable.browser;
    Object.defineProperty(globalThis, "localStorage", storage);
  }
}
