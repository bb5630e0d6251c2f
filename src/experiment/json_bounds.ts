/**
 * How deep lists and objects of JSON from elsewhere may be in each other. What sameseed writes and
 * reads needs 8; functions that walk a value call themselves for each level, and the stack holds
 * some thousand calls.
 */
export const maximumDepth = 64;

/**
 * The most lists and objects: inline data has one for each row. Empty ones take 3 bytes in a file
 * and 50 in memory, and a minute to be looked through by the ten million.
 */
export const maximumContainers = 2_000_000;

/**
 * Why a JSON text is not to be parsed: `it nests more than 64 deep`; `undefined` where it may be.
 * Looks at brackets only; what is no JSON may get either answer.
 */
export function excessOf(json: string, { depth: limit = maximumDepth } = {}): string | undefined {
  let depth = 0, containers = 0;
  let inText = false;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (inText) {
      if (code === backslash) i += 1;
      else if (code === quote) inText = false;
    } else if (code === quote) inText = true;
    else if (code === openList || code === openObject) {
      if (++depth > limit) return `it nests more than ${limit} deep`;
      if (++containers > maximumContainers) {
        return `it has more than ${maximumContainers} lists and objects`;
      }
    } else if (code === closeList || code === closeObject) depth -= 1;
  }
  return undefined;
}

const quote = 0x22;
const backslash = 0x5c;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;
