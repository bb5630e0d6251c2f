/**
 * The first key that an object of a JSON text has twice, at any depth; `undefined` where there is
 * none. `\u` escapes are decoded first: `"\u0061"` is `"a"`.
 *
 * A regular expression would not do: its stack overflows on a text of some megabytes.
 *
 * @param json A text that `JSON.parse` accepts.
 */
export function duplicateKey(json: string): string | undefined {
  // An array is null on the stack: the texts in it are no keys.
  const open: (Set<string> | null)[] = [];
  for (let i = 0; i < json.length; i++) {
    const letter = json[i];
    if (letter === "{") open.push(new Set());
    else if (letter === "[") open.push(null);
    else if (letter === "}" || letter === "]") open.pop();
    else if (letter === '"') {
      const end = endOfText(json, i);
      if (nextLetter(json, end) === ":") {
        const key = JSON.parse(json.slice(i, end)) as string;
        const keys = open.at(-1);
        if (keys?.has(key)) return key;
        keys?.add(key);
      }
      i = end - 1;
    }
  }
  return undefined;
}

/** The place behind the closing quote of the text that starts at `start`. */
function endOfText(json: string, start: number): number {
  for (let from = start + 1;;) {
    const quote = json.indexOf('"', from);
    if (quote === -1) return json.length;
    let slashes = 0;
    while (json.charCodeAt(quote - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

const backslash = 0x5c;

function nextLetter(json: string, place: number): string | undefined {
  while (/\s/.test(json[place] ?? "")) place += 1;
  return json[place];
}
