// Not AssemblyScript itself: what build.ts compiles in place of this file.

// Sums over turned bytes for one unit, written out in AssemblyScript: groups of 8 sums, a lane each.

const termsOfBlock = 64;

/** Groups that are summed together at most: more sums find no register. */
export const mostGroups = 8;

/** Terms that a turn of the innermost loop takes. */
const unrolled = 4;

/**
 * The source of `sumGroups1(…)` to `sumGroups8(…)`: totals[8·k + c] += the sum of each block of
 * d[t]·x[k, t, c], K terms in blocks of 64. d [K] f32; x[k] are 8·K bytes, each group `step` bytes behind
 * the one before; totals [8·groups] f32 are at a constant address.
 */
export function sumGroupsSource(): string {
  return `import { temporaryAt } from "./scratch";
const totalsAt = temporaryAt;
${halves.map(widenSource).join("")}
${each(mostGroups, (k) => functionSource(k + 1))}
`;
}

export function each(count: number, text: (k: number) => string): string {
  return Array.from({ length: count }, (_, k) => text(k)).join("");
}

/** Low and high half of what becomes 256 bits: bytes 0 to 3 and bytes 4 to 7. */
export const halves = ["l", "h"];

/** 8 bytes that are loaded, then shuffled like this into two halves, become one instruction of 256 bits. */
export function widenSource(half: string, k: number): string {
  const lanes = each(4, (lane) => `, ${4 * k + lane}, 16, 16, 16`);
  return `
@inline
function ${half}(bytes: v128, zero: v128): v128 {
return f32x4.convert_i32x4_s(v128.shuffle<i8>(bytes, zero${lanes}));
}
`;
}

function functionSource(groups: number): string {
  const eachGroup = (text: (k: number) => string) => each(groups, text);
  return `
export function sumGroups${groups}(d: usize, x: usize, step: usize, K: i32): void {
const zero = i32x4.splat(0);
let v: v128, p: usize;
${eachGroup((k) => `let x${k}: v128;\n`)}
while (K > 0) {
let n = min(K, ${termsOfBlock});
K -= n;
${eachGroup((k) => `let s${k}l = f32x4.splat(0), s${k}h = f32x4.splat(0);\n`)}
for (; n >= ${unrolled}; n -= ${unrolled}) {
${each(unrolled, () => term(groups))}
}
for (; n > 0; n--) {
${term(groups)}
}
${eachGroup(addToTotals)}
}
}
`;
}

function term(groups: number): string {
  const load = () => "v128.load64_zero(p), p += step";
  return `{ v = v128.load32_splat(d), d += 4, p = x, x += 8;
${addToSums(groups, { factor: () => "v", load })} }`;
}

/**
 * Adds the products of a factor and of 8 bytes to the sums of each group. Two groups at a time: products
 * next to each other, then sums, are faster than in turn. Addresses advance: with an offset each, V8 would
 * work out anew for each what the memory's size allows.
 */
export function addToSums(
  groups: number,
  { factor, load }: { factor(half: string): string; load(k: number): string },
): string {
  let text = "";
  for (let k = 0; k < groups; k += 2) {
    const pair = k + 1 < groups ? [k, k + 1] : [k];
    const eachHalf = (say: (k: number, half: string) => string) =>
      pair.map((k) => halves.map((half) => say(k, half)).join("")).join("");
    text += pair.map((k) => `x${k} = ${load(k)};\n`).join("");
    text += eachHalf((k, half) =>
      `const m${k}${half} = f32x4.mul(${factor(half)}, ${half}(x${k}, zero));\n`
    );
    text += eachHalf((k, half) => `s${k}${half} = f32x4.add(s${k}${half}, m${k}${half});\n`);
  }
  return text;
}

/** Both halves are loaded before one is stored: else V8 keeps them apart. */
function addToTotals(k: number): string {
  const at = (h: number) => `totalsAt + ${32 * k + 16 * h}`;
  return `{
const l = v128.load(0, ${at(0)}), h = v128.load(0, ${at(1)});
v128.store(0, f32x4.add(l, s${k}l), ${at(0)}), v128.store(0, f32x4.add(h, s${k}h), ${at(1)});
}
`;
}
