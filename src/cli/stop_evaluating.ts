/**
 * Gives up the permission to start Deno, which nothing needs once the experiment is evaluated: what
 * comes then are files of strangers.
 */
export function stopEvaluating(): void {
  Deno.permissions.revokeSync({ name: "run", command: Deno.execPath() });
}
