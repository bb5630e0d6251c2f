import { join } from "@std/path";

/** Writes files into a folder of its own, which is gone after the action. */
export async function withFiles<T>(
  files: Record<string, string | Uint8Array>,
  action: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name);
      await Deno.mkdir(join(path, ".."), { recursive: true });
      if (typeof content === "string") await Deno.writeTextFile(path, content);
      else await Deno.writeFile(path, content);
    }
    return await action(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The folder of recorded files. */
export const fixtures = new URL("../fixtures/data/", import.meta.url).pathname;
