// Not AssemblyScript itself: what build.ts compiles in place of this file.

// Sums over woven bytes for one unit, written out in AssemblyScript; see woven.ts.

import { addToSums, each, halves, widenSource } from "./sum_groups.ts";

/** Rows, or terms, of which a tile has 8 bytes each. */
const tile = 8;
const terms = 64;

/**
 * The source of `sumWovenRows(x, w)`: totals[8·r + c] = Σₜ x[t, r, c]·w[t, c] of 64 terms and 8 rows; and
 * of `sumWovenColumns(d, x, B)`: totals[8·t + c] = Σᵣ d[r]·x[r/8, t, r%8, c] of B rows, a multiple of 8,
 * and 8 terms. totals [64] f32 are at a constant address.
 */
export function sumWovenSource(): string {
  return `import { temporaryAt } from "./scratch";
const totalsAt = temporaryAt;
${halves.map(widenSource).join("")}
${rowsSource()}
${columnsSource()}
`;
}

/**
 * V8 makes 256 bits of two vectors that were loaded apart where an operation comes after both loads and
 * their checks; see sum_blocks.ts.
 */
function rowsSource(): string {
  const term = `{
let vl = v128.load(w), vh = v128.load(w, 16);
w += 32;
store<u8>(0, 0, temporaryAt + 256);
vl = f32x4.replace_lane(vl, 0, f32x4.extract_lane(vl, 0));
vh = f32x4.replace_lane(vh, 0, f32x4.extract_lane(vh, 0));
${addToSums(tile, { factor: (half) => `v${half}`, load: () => "v128.load64_zero(x), x += 8" })}
}
`;
  return `
export function sumWovenRows(x: usize, w: usize): void {
const zero = i32x4.splat(0);
${variables()}
for (const end = w + ${32 * terms}; w < end;) {
${each(4, () => term)}
}
${storeSums()}
}
`;
}

function columnsSource(): string {
  const row = `{
const v = v128.load32_splat(d);
d += 4;
let p = x;
x += 8;
${addToSums(tile, { factor: () => "v", load: () => `v128.load64_zero(p), p += ${8 * tile}` })}
}
`;
  return `
export function sumWovenColumns(d: usize, x: usize, B: i32): void {
const zero = i32x4.splat(0);
${variables()}
for (; B > 0; B -= ${tile}) {
${each(tile, () => row)}
x += ${8 * tile * (terms - 1)};
}
${storeSums()}
}
`;
}

function variables(): string {
  return each(tile, (k) => `let x${k}: v128, s${k}l = f32x4.splat(0), s${k}h = f32x4.splat(0);\n`);
}

function storeSums(): string {
  const store = (k: number, half: string, h: number) =>
    `v128.store(0, s${k}${half}, totalsAt + ${32 * k + 16 * h});\n`;
  return each(tile, (k) => halves.map((half, h) => store(k, half, h)).join(""));
}
