// @ts-check

/**
 * What a cell is sorted by: its first number where it begins with one, as `0.69 ± 0.01` and `86.4 %`
 * do, else its text; `null`, which always comes last, where it has no value.
 *
 * @param {string} text
 * @returns {number | string | null}
 */
export function sortKey(text) {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed === "–") return null;
  const number = /^[-+−]?(?:\d+\.?\d*(?:e[-+]?\d+)?|Infinity|NaN)(?=$|[\s%,])/i.exec(trimmed);
  return number ? Number(number[0].replace("−", "-")) : trimmed;
}

/**
 * The places of these keys in rising or falling order. Equal ones keep theirs; numbers come before
 * texts; what has no value, or is not a number, comes last either way.
 *
 * @param {(number | string | null)[]} keys
 * @param {boolean} falling
 * @returns {number[]}
 */
export function sortedPlaces(keys, falling) {
  const sign = falling ? -1 : 1;
  return keys.map((_, place) => place).sort((a, b) => {
    const [one, other] = [rank(keys[a]), rank(keys[b])];
    if (one !== other) return one === 2 || other === 2 ? one - other : sign * (one - other);
    if (one === 2) return a - b;
    const [x, y] = /** @type {[number, number]} */ ([keys[a], keys[b]]);
    return x < y ? -sign : x > y ? sign : a - b;
  });
}

/** @param {number | string | null | undefined} key */
function rank(key) {
  if (typeof key === "string") return 1;
  return typeof key === "number" && !Number.isNaN(key) ? 0 : 2;
}
