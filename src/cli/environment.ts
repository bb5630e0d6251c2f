/** A variable of the environment; `undefined` too where reading it is not allowed: nobody is asked. */
export function variable(name: "FORCE_COLOR" | "NO_COLOR" | "TERM"): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}
