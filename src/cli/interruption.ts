/** What a shell expects of a program that Ctrl-C ended: 128 + SIGINT. */
export const interruptedCode = 130;

/** Once a key was pressed, the same press may come by another way too, as from `deno task`. */
const samePressMs = 300;

/**
 * Fires at Ctrl-C or SIGTERM.
 *
 * @param onSecond Called for each that comes after that, with its name.
 */
export function interruption(onSecond: (name: Deno.Signal) => void = () => {}): AbortSignal {
  const interrupt = new AbortController();
  let firstMs = 0;
  const listen = (name: Deno.Signal) =>
    Deno.addSignalListener(name, () => {
      if (interrupt.signal.aborted) {
        if (performance.now() - firstMs > samePressMs) onSecond(name);
        return;
      }
      firstMs = performance.now();
      interrupt.abort();
    });
  listen("SIGINT");
  if (Deno.build.os !== "windows") listen("SIGTERM");
  return interrupt.signal;
}
