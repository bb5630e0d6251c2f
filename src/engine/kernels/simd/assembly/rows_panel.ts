// Not AssemblyScript itself: what build.ts compiles in place of this file.

// Panels of bytes, written out in AssemblyScript: with constant addresses, which 256
// bits need, they cannot be loops.

const columns = 64;

/**
 * The source of `turnPanel(x, stride, last)`: panel [64][16] f32 from 64 bytes of 16 rows; row r starts at
 * x + min(r·stride, last). Of `widenPanel(x, stride)`: the panel from 16 bytes of 64 rows. And of
 * `widenGroups(x, step, skip)`: the panel from row 8·skip on, 8 columns of it from bytes [terms][8] at x
 * and 8 from those at x + step.
 */
export function rowsPanelSource(): string {
  return `import { panelAt, temporaryAt } from "./scratch";
${halfSource("turnLow", 0)}
${halfSource("turnHigh", 1)}
export function turnPanel(x: usize, stride: usize, last: usize): void {
turnLow(x, stride, last);
turnHigh(x, stride, last);
}
${widenSource()}
${widenGroupsSource()}
`;
}

function each(count: number, text: (k: number) => string): string {
  return Array.from({ length: count }, (_, k) => text(k)).join("");
}

// High halves are stored first: V8 stores the low one twice, once alone, when it comes first.

function widenSource(): string {
  const eight = (k: number, at: number) => `
words = v128.load8x8_u(x, ${8 * at});
v128.store(0, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(words)), panelAt + ${
    64 * k + 32 * at + 16
  });
v128.store(0, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(words)), panelAt + ${
    64 * k + 32 * at
  });
`;
  return `
export function widenPanel(x: usize, stride: usize): void {
let words: v128;
${each(64, (k) => `${eight(k, 0)}${eight(k, 1)}x += stride;\n`)}
}
`;
}

function widenGroupsSource(): string {
  // 8 bytes that are loaded, then shuffled like this into two halves, become one instruction of 256 bits.
  const float = (half: number) => {
    const lanes = each(4, (lane) => `, ${4 * half + lane}, 16, 16, 16`);
    return `f32x4.convert_i32x4_s(v128.shuffle<i8>(bytes, zero${lanes}))`;
  };
  const eight = (from: string, at: number) => `
bytes = v128.load64_zero(${from}), ${from} += 8;
v128.store(0, ${float(1)}, panelAt + ${at + 16});
v128.store(0, ${float(0)}, panelAt + ${at});
`;
  const row = (k: number) => eight("x", 64 * k) + eight("y", 64 * k + 32);
  return `
export function widenGroups(x: usize, step: usize, skip: i32): void {
const zero = i32x4.splat(0);
let y = x + step;
let bytes: v128;
switch (skip) {
${each(8, (k) => `case ${k}:\n${each(8, (r) => row(8 * k + r))}`)}
}
}
`;
}

/**
 * Rows 8·half to 8·half + 7. First to [columns / 4][8][4] bytes, so that a vector has 4 bytes of each row,
 * the first one in the lowest byte of a lane; then each byte to a float.
 */
function halfSource(name: string, half: number): string {
  const turned = (k: number, h: number) => {
    const [r0, r1, r2, r3] = [0, 1, 2, 3].map((r) => `r${4 * h + r}`);
    const store = (q: number, pair: string) =>
      `v128.store(0, v128.shuffle<f64>(a, b, ${pair}), temporaryAt + ${
        128 * k + 32 * q + 16 * h
      });\n`;
    return `
a = v128.shuffle<f32>(${r0}, ${r1}, 0, 4, 1, 5), b = v128.shuffle<f32>(${r2}, ${r3}, 0, 4, 1, 5);
${store(0, "0, 2")}${store(1, "1, 3")}
a = v128.shuffle<f32>(${r0}, ${r1}, 2, 6, 3, 7), b = v128.shuffle<f32>(${r2}, ${r3}, 2, 6, 3, 7);
${store(2, "0, 2")}${store(3, "1, 3")}
`;
  };
  const sixteen = (k: number) => `
${each(8, (r) => `r${r} = v128.load(x${r}, ${16 * k});\n`)}
${turned(k, 0)}${turned(k, 1)}
`;
  const widened = (q: string, column: number) => {
    if (column === 0) return `v128.and(${q}, mask)`;
    const shifted = `i32x4.shr_u(${q}, ${8 * column})`;
    return column === 3 ? shifted : `v128.and(${shifted}, mask)`;
  };
  const float = (q: string, column: number, at: number) =>
    `v128.store(0, f32x4.convert_i32x4_s(${widened(q, column)}), panelAt + ${at});\n`;
  const four = (k: number) =>
    `l = v128.load(0, temporaryAt + ${32 * k}), h = v128.load(0, temporaryAt + ${32 * k + 16});\n` +
    each(4, (column) => {
      const at = 64 * (4 * k + column) + 32 * half;
      return float("h", column, at + 16) + float("l", column, at);
    });
  return `
function ${name}(x: usize, stride: usize, last: usize): void {
const mask = i32x4.splat(255);
let a: v128, b: v128, l: v128, h: v128;
${each(8, (r) => `const x${r} = x + min(${8 * half + r} * stride, last);\nlet r${r}: v128;\n`)}
${each(columns / 16, sixteen)}
${each(columns / 4, four)}
}
`;
}
