/**
 * Whether all of these permissions are granted, without asking for them: a test that needs them is
 * skipped under a bare `deno test`.
 */
export function granted(...names: ("read" | "write" | "run" | "env" | "sys" | "net")[]): boolean {
  return names.every((name) => Deno.permissions.querySync({ name }).state === "granted");
}
