// Not AssemblyScript itself: what build.ts compiles in place of this file.

// The innermost loops, written out in AssemblyScript: with constant addresses they cannot be loops.

const terms = 64;

/**
 * The source of `multiplyTile(q, skip)`: tile[r, c] = Σₖ q[k, r] · panel[k, c], k after k, from term
 * 8·skip on, for 4 rows and 16 columns; and of `multiplyNarrowTile(q, skip)` for 8 rows and 8 columns.
 * Tiles of q [64][4] f32 may be anywhere, panel and tile are at constant addresses. The 8 pairs of
 * sums, a vector or two of the panel and a coefficient just fit the 16 registers of 256 bits.
 */
export function multiplyTileSource(): string {
  return `import { panelAt, tileAt } from "./scratch";
${functionSource("multiplyTile", 4, 4)}
${functionSource("multiplyNarrowTile", 8, 2)}
`;
}

function each(count: number, text: (k: number) => string): string {
  return Array.from({ length: count }, (_, k) => text(k)).join("");
}

/** A tile of so many rows and vectors of 4 columns. */
function functionSource(name: string, rows: number, vectors: number): string {
  const sum = (r: number, v: number) => `s${r}${v}`;
  const product = (r: number) =>
    `t = v128.shuffle<f32>(c, c, ${r % 4}, ${r % 4}, ${r % 4}, ${r % 4});\n` +
    each(vectors, (v) => `${sum(r, v)} = f32x4.add(${sum(r, v)}, f32x4.mul(t, p${v}));\n`);
  const fourRows = (k: number, q: number) =>
    `c = v128.load(q, ${16 * terms * q + 16 * k});\n` + each(4, (r) => product(4 * q + r));
  const term = (k: number) =>
    (k % 8 === 0 ? `case ${k / 8}:\n` : "") +
    each(vectors, (v) => `p${v} = v128.load(0, panelAt + ${64 * k + 16 * v});\n`) +
    each(rows / 4, (q) => fourRows(k, q));
  const store = (r: number, v: number) =>
    `v128.store(0, ${sum(r, v)}, tileAt + ${16 * (r * vectors + v)});\n`;
  return `
export function ${name}(q: usize, skip: i32): void {
${each(rows, (r) => each(vectors, (v) => `let ${sum(r, v)} = f32x4.splat(0);\n`))}
let c: v128, t: v128;
${each(vectors, (v) => `let p${v}: v128;\n`)}
switch (skip) {
${each(terms, term)}
}
${each(rows, (r) => each(vectors, (v) => store(r, v)))}
}
`;
}
