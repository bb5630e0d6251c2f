// Not AssemblyScript itself: what build.ts compiles in place of this file.

// Sums over bytes for one unit, written out in AssemblyScript: 8 rows side by side, a lane each. A sum
// waits for its last addition longer than its next product takes, so two blocks of terms go on at a time.

const rows = 8;
const columns = 16; // that a load takes of a row
const termsOfBlock = 64;

/**
 * The source of `sumBlock(…)` and `sumTwoBlocks(…, end)`: totals[r] += the sum of each block of
 * x[r, i]·w[i], from i on (before `end`). totals [8] f32 are at a constant address, row r of x starts at
 * x + min(r·stride, last).
 */
export function sumBlocksSource(): string {
  return `import { temporaryAt } from "./scratch";
const totalsAt = temporaryAt;
${functionSource("sumBlock", 1)}
${functionSource("sumTwoBlocks", 2)}
`;
}

function each(count: number, text: (k: number) => string): string {
  return Array.from({ length: count }, (_, k) => text(k)).join("");
}

/** Low and high half of what becomes 256 bits: rows 0 to 3 and rows 4 to 7. */
const halves = ["l", "h"];

function functionSource(name: string, blocks: number): string {
  const eachBlock = (text: (b: number) => string) => each(blocks, text);
  return `
export function ${name}(x: usize, stride: usize, last: usize, w: usize, i: usize, end: usize): void {
const mask = i32x4.splat(255);
let f: v128, v: v128;
${each(rows, (r) => `const x${r} = x + min(${r} * stride, last);\n`)}
${eachBlock((b) => each(4, (k) => `let q${b}${k}l: v128, q${b}${k}h: v128;\n`))}
let al = v128.load(0, totalsAt), ah = v128.load(0, totalsAt + 16);
w += i << 2;
while (i < end) {
${eachBlock((b) => `let s${b}l = f32x4.splat(0), s${b}h = f32x4.splat(0);\n`)}
for (const next = i + ${termsOfBlock}; i < next; i += ${columns}, w += ${4 * columns}) {
${eachBlock(turnedColumns)}
${each(4, (k) => eachBlock((b) => fourTerms(b, k)))}
}
${eachBlock((b) => `al = f32x4.add(al, s${b}l), ah = f32x4.add(ah, s${b}h);\n`)}
i += ${termsOfBlock * (blocks - 1)}, w += ${4 * termsOfBlock * (blocks - 1)};
}
v128.store(0, al, totalsAt), v128.store(0, ah, totalsAt + 16);
}
`;
}

/**
 * 16 columns of block b, turned: q[k] has 4 columns of each row, the first one in the lowest byte.
 *
 * V8 makes 256 bits of two vectors that were loaded apart where an operation comes after both loads and
 * their checks: a lane is replaced by itself. The store keeps the compiler from moving the loads there.
 */
function turnedColumns(b: number): string {
  const turn = (half: string, k: number) => {
    const [r0, r1, r2, r3] = [0, 1, 2, 3].map((r) => `r${4 * k + r}`);
    const q = (column: number) => `q${b}${column}${half}`;
    return `
const a${k} = v128.shuffle<f32>(${r0}, ${r1}, 0, 4, 1, 5), b${k} = v128.shuffle<f32>(${r2}, ${r3}, 0, 4, 1, 5);
const c${k} = v128.shuffle<f32>(${r0}, ${r1}, 2, 6, 3, 7), d${k} = v128.shuffle<f32>(${r2}, ${r3}, 2, 6, 3, 7);
${q(0)} = v128.shuffle<f64>(a${k}, b${k}, 0, 2), ${q(1)} = v128.shuffle<f64>(a${k}, b${k}, 1, 3);
${q(2)} = v128.shuffle<f64>(c${k}, d${k}, 0, 2), ${q(3)} = v128.shuffle<f64>(c${k}, d${k}, 1, 3);
`;
  };
  return `{
${each(rows, (r) => `let r${r} = v128.load(x${r} + i, ${termsOfBlock * b});\n`)}
store<u8>(0, 0, temporaryAt + 64);
${each(rows, (r) => `r${r} = f32x4.replace_lane(r${r}, 0, f32x4.extract_lane(r${r}, 0));\n`)}
${halves.map(turn).join("")}
}
`;
}

/** Adds the products of columns 4k to 4k + 3 to the sums of block b. */
function fourTerms(b: number, k: number): string {
  const widened = (q: string, column: number) => {
    if (column === 0) return `v128.and(${q}, mask)`;
    const shifted = `i32x4.shr_u(${q}, ${8 * column})`;
    return column === 3 ? shifted : `v128.and(${shifted}, mask)`;
  };
  const add = (half: string, column: number) => {
    const product = `f32x4.mul(f, f32x4.convert_i32x4_s(${widened(`q${b}${k}${half}`, column)}))`;
    return `s${b}${half} = f32x4.add(s${b}${half}, ${product});\n`;
  };
  return `v = v128.load(w, ${4 * termsOfBlock * b + 16 * k});\n` +
    each(
      4,
      (column) =>
        `f = v128.shuffle<f32>(v, v, ${column}, ${column}, ${column}, ${column});\n` +
        halves.map((half) => add(half, column)).join(""),
    );
}
