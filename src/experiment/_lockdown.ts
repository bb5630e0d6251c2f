/** Takes away from a process what an experiment has no use for, before any of its code runs. */

/** What was used that is not there; `evaluate.ts` makes a sentence of it. */
class Refused extends Error {
  override readonly name = "Refused";
}

/**
 * What stays: the language, without buffers (memory that the heap's limit does not count), threads
 * and code made of text. The permissions are the wall; this keeps the rest of Deno out of sight.
 */
const kept = new Set(
  [
    "Array AsyncDisposableStack BigInt Boolean Date DisposableStack Iterator JSON Map Math Number",
    "Object Promise Proxy Reflect RegExp Set String Symbol WeakMap WeakSet globalThis",
    "AggregateError Error EvalError RangeError ReferenceError SuppressedError SyntaxError",
    "TypeError URIError Infinity NaN undefined isFinite isNaN parseFloat parseInt",
    "decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape",
    "Function clearInterval clearTimeout console queueMicrotask self setInterval setTimeout",
    "structuredClone",
  ].join(" ").split(" "),
);

/** Everything else that is global throws as soon as it is named. */
export function lockDown(): void {
  for (const key of Reflect.ownKeys(globalThis)) {
    // Symbols mark it as the global object for Deno's own code.
    if (typeof key === "symbol") continue;
    if (key === "Deno") replaceDeno();
    else if (!kept.has(key)) refuse(globalThis, key);
  }
}

/** `Deno.env` is refused by its own name. */
function replaceDeno(): void {
  const value = new Proxy({}, {
    get(_, key) {
      throw new Refused(`Deno.${String(key)}`);
    },
  });
  Object.defineProperty(globalThis, "Deno", { value });
}

function refuse(object: object, name: string): void {
  const get = () => {
    throw new Refused(name);
  };
  Object.defineProperty(object, name, { get });
}
