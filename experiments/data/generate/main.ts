// Draws the data that comes with the project and writes it over what is there:
//
//     deno run --allow-read --allow-write=experiments/data experiments/data/generate/main.ts
//
// With a folder as argument it writes there instead. The same bytes come out on every machine.

import { dirname, join } from "@std/path";
import { generateFiles } from "./files.ts";

if (import.meta.main) {
  const folder = Deno.args[0] ?? join(import.meta.dirname!, "..");
  const files = generateFiles();
  await removePictures(folder);
  let total = 0;
  for (const [path, bytes] of files) {
    const file = join(folder, path);
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeFile(file, bytes);
    total += bytes.length;
  }
  console.log(`Wrote ${files.size} files, ${total} bytes, to ${folder}`);
}

/** Pictures of an earlier, larger set must not stay behind. */
async function removePictures(folder: string): Promise<void> {
  try {
    await Deno.remove(join(folder, "drawn-cats"), { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
