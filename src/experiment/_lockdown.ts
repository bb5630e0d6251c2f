/**
 * The last module that runs before an experiment does. The permissions are the wall; what is taken
 * away besides would only disturb: it prints, waits for the keyboard or ends the worker.
 */
/// <reference lib="deno.worker" />
Deno.permissions.revokeSync({ name: "read" });
Deno.permissions.revokeSync({ name: "import" });

/** What was used that is not there; `evaluate.ts` makes a sentence of it. */
class Refused extends Error {
  override readonly name = "Refused";
}

const globals = [
  "alert",
  "BroadcastChannel",
  "caches",
  "close",
  "confirm",
  "postMessage",
  "prompt",
  "Worker",
];
const ofDeno = [
  "addSignalListener",
  "exit",
  "openKv",
  "permissions",
  "stderr",
  "stdin",
  "stdout",
];

for (const name of globals) refuse(globalThis, { key: name, name });
for (const name of ofDeno) refuse(Deno, { key: name, name: `Deno.${name}` });

function refuse(object: object, { key, name }: { key: string; name: string }): void {
  Object.defineProperty(object, key, {
    get() {
      throw new Refused(name);
    },
  });
}
