/**
 * Imports a module when it is asked for. `import("./a.ts")` looks the same, but Deno reads and links
 * all that a literal import reaches before the program starts, whether it is called or not.
 *
 * @param path From this folder.
 */
export async function later<T>(path: string): Promise<T> {
  return await import(new URL(path, import.meta.url).href);
}
