// Not AssemblyScript itself: what build.ts compiles in place of this file.

// The innermost loops, written out in AssemblyScript: with constant addresses they cannot be loops.

const terms = 64;

/** Tiles that totals have room for; see scratch.ts. */
const tilesOfTotals = 16;

/**
 * The source of `multiplyTile(q, skip, tile)`: totals[tile, r, c] += Σₖ q[k, r] · panel[k, c], k after k, from
 * term 8·skip on, for 4 rows and 16 columns; or tile[r, c] = that sum, where `tile` is none of the totals.
 * And of `multiplyNarrowTile(q, skip, tile)` for 8 rows and 8 columns.
 * Tiles of q [64][4] f32 may be anywhere and start with their first term; panel and tile are at constant
 * addresses. The 8 pairs of sums, the panel's row, a coefficient and its products fit the 15 registers
 * of 256 bits that V8 gives away.
 */
export function multiplyTileSource(): string {
  return `import { panelAt, tileAt, totalsAt } from "./scratch";
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
  const loadPanel = (k: number) =>
    each(vectors, (v) => `p${v} = v128.load(0, panelAt + ${64 * k + 16 * v});\n`);
  // An address that advances instead of an offset that grows: V8 would add the offset for each lane anew.
  const loadRows = (r: number, k: number) =>
    `c = v128.load(q, ${16 * terms * (r / 4)});\n` +
    (r + 4 === rows && k < terms - 1 ? "q += 16;\n" : "");
  const factor = (r: number, k: number) =>
    (r % 4 === 0 ? loadRows(r, k) : "") +
    `t = v128.shuffle<f32>(c, c, ${r % 4}, ${r % 4}, ${r % 4}, ${r % 4});\n`;
  // All products, then all sums: taken in turns, processors of two multipliers and two adders use one of
  // them at a time. The next factor stands in between, or the compiler would put each product into its sum.
  const group = (from: number) => {
    const places = Array.from(
      { length: 8 * rows },
      (_, k) => ({ k: from + Math.floor(k / rows), r: k % rows }),
    );
    return loadPanel(from) + factor(0, from) + places.map(({ r }, place) => {
      const next = places[place + 1];
      return each(vectors, (v) => `m${v} = f32x4.mul(t, p${v});\n`) +
        (next?.r === 0 ? loadPanel(next.k) : "") +
        (next ? factor(next.r, next.k) : "") +
        each(vectors, (v) => `${sum(r, v)} = f32x4.add(${sum(r, v)}, m${v});\n`);
    }).join("");
  };
  // The high half first: V8 stores the low one twice, once alone, when it comes first.
  const store = (r: number, v: number) =>
    `v128.store(0, ${sum(r, v)}, tileAt + ${16 * (r * vectors + v)});\n`;
  // Both halves are loaded before one is stored: else V8 keeps them apart.
  const add = (t: number, pair: number) => {
    const [r, v] = [Math.floor(2 * pair / vectors), 2 * pair % vectors];
    const at = (h: number) => `totalsAt + ${256 * t + 32 * pair + 16 * h}`;
    const total = (h: number) => `f32x4.add(v128.load(0, ${at(h)}), ${sum(r, v + h)})`;
    return `c = ${total(0)}, t = ${total(1)};
v128.store(0, t, ${at(1)}), v128.store(0, c, ${at(0)});
`;
  };
  return `
export function ${name}(q: usize, skip: i32, tile: i32): void {
${each(rows, (r) => each(vectors, (v) => `let ${sum(r, v)} = f32x4.splat(0);\n`))}
let c: v128, t: v128;
${each(vectors, (v) => `let p${v}: v128, m${v}: v128;\n`)}
switch (skip) {
${each(terms / 8, (k) => `case ${k}:\n${group(8 * k)}`)}
}
switch (tile) {
${each(tilesOfTotals, (t) => `case ${t}:\n${each(8, (pair) => add(t, pair))}return;\n`)}
}
${each(rows, (r) => each(vectors, (v) => store(r, v ^ 1)))}
}
`;
}
