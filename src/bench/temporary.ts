/** Folders that are there now. */
const folders = new Set<string>();

/** Lends a new folder and removes it afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "sameseed-bench-" });
  folders.add(folder);
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
    folders.delete(folder);
  }
}

/** Lets Ctrl-C remove them too: they can be large. */
export function removeFoldersOnInterrupt(): void {
  const onSignal = () => {
    for (const folder of folders) Deno.removeSync(folder, { recursive: true });
    Deno.exit(130); // what a shell expects of a program that Ctrl-C ended
  };
  Deno.addSignalListener("SIGINT", onSignal);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", onSignal);
}
