// Not AssemblyScript itself: what build.ts compiles in place of this file.

// The innermost loop, written out in AssemblyScript: with constant addresses it cannot be a loop.

const rows = 4;
const vectors = 4; // of 4 floats: 16 columns
const terms = 64;

/**
 * The source of `multiplyTile(q, skip)`: tile[r, c] = Σₖ q[k, r] · panel[k, c], k after k, from term
 * 8·skip on. q [64][4] f32 may be anywhere, panel and tile are at constant addresses. The 8 pairs of
 * sums, two vectors of the panel and a coefficient just fit the 16 registers that 256-bit lanes have.
 */
export function multiplyTileSource(): string {
  const each = (count: number, text: (k: number) => string) =>
    Array.from({ length: count }, (_, k) => text(k)).join("");
  const sum = (r: number, v: number) => `s${r}${v}`;
  const products = (r: number) =>
    `t = v128.shuffle<f32>(c, c, ${r}, ${r}, ${r}, ${r});\n` +
    each(vectors, (v) => `${sum(r, v)} = f32x4.add(${sum(r, v)}, f32x4.mul(t, p${v}));\n`);
  const term = (k: number) =>
    (k % 8 === 0 ? `case ${k / 8}:\n` : "") +
    each(vectors, (v) => `p${v} = v128.load(0, panelAt + ${64 * k + 16 * v});\n`) +
    `c = v128.load(q, ${16 * k});\n` +
    each(rows, products);
  return `import { panelAt, tileAt } from "./scratch";
export function multiplyTile(q: usize, skip: i32): void {
${each(rows, (r) => each(vectors, (v) => `let ${sum(r, v)} = f32x4.splat(0);\n`))}
let c: v128, t: v128;
${each(vectors, (v) => `let p${v}: v128;\n`)}
switch (skip) {
${each(terms, term)}
}
${
    each(
      rows,
      (r) => each(vectors, (v) => `v128.store(0, ${sum(r, v)}, tileAt + ${64 * r + 16 * v});\n`),
    )
  }
}
`;
}
