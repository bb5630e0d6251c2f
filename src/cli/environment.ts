/** A variable of the environment; `undefined` too where reading it is not allowed: nobody is asked. */
export function variable(name: "TERM" | "FORCE_COLOR"): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}
