/**
 * Takes away what the language leaves to each implementation: importing this makes approximate
 * functions of `Math` throw, and clocks and chance lie.
 */
const approximate = [
  "acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot log log10 log1p log2 pow",
  "sin sinh tan tanh",
].join(" ").split(" ");

type Functions = Record<string, (...values: number[]) => number>;

const math = Math as unknown as Functions;
const originals: Functions = Object.fromEntries(approximate.map((name) => [name, math[name]!]));

function replaceAll(replacement: (name: string) => (...values: number[]) => number): void {
  for (const name of approximate) {
    Object.defineProperty(Math, name, { value: replacement(name), configurable: true });
  }
}

/** The functions throw. */
export function poison(): void {
  replaceAll((name) => () => {
    throw new Error(`Math.${name} is poisoned`);
  });
}

/**
 * The functions are wrong in their last places where their value is no whole number, as on another
 * machine they may be: for the library that draws, which cannot do without them.
 */
export function dilute(): void {
  replaceAll((name) => (...values) => {
    const value = originals[name]!(...values);
    return Number.isInteger(value) ? value : value * (1 + 2 * Number.EPSILON);
  });
}

poison();

let lie = 1;

/** Jumps about, forwards and backwards. */
function nextLie(): number {
  lie = (lie * 16807) % 2147483647;
  return lie;
}

Object.defineProperty(Math, "random", { value: () => nextLie() / 2147483647 });
Object.defineProperty(performance, "now", { value: nextLie });
Object.defineProperty(Date, "now", { value: nextLie });
Object.defineProperty(Date.prototype, "toISOString", { value: () => "1970-01-01T00:00:00.000Z" });
