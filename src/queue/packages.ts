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
  mutable.browser = true;
  try {
    return { bullmq: await import("bullmq"), ioredis: await import("ioredis") };
  } finally {
    delete mutable.browser;
  }
}
