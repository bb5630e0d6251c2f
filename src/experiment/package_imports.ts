/** What to do about an import that an experiment file may not have. */
export const importRemedy = "Import nothing but sameseed and files of the experiment's own folder";

/**
 * The registry (`npm`, `jsr`) that a module's own text imports from, if it does. Deno would ask the
 * registry about a package before it looks at permissions, so this is found out before loading.
 */
export function packageRegistry(text: string): string | undefined {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, " ").replace(/(^|\s)\/\/.*$/gm, " ");
  const pattern = /\b(?:from|import)\s*\(?\s*["'`](npm|jsr):/;
  return pattern.exec(code)?.[1];
}
