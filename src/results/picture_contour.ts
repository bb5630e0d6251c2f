/** A place in a grid: column and row, with fractions between. */
export type Place = [column: number, row: number];

/**
 * The lines along which values of a square grid turn from below 0 to 0 and more, by marching squares
 * with linear interpolation; segments that meet are one line. Where a square could be cut in two ways,
 * the mean of its corners decides.
 *
 * Source: Lorensen, Cline, "Marching Cubes" (1987), in two dimensions.
 *
 * @param values [side, side]
 */
export function contourLines(values: Float32Array, side: number): Place[][] {
  return joined(segmentsOf(values, side));
}

/** Two crossings of the edges of a square. */
type Segment = [from: Crossing, to: Crossing];

interface Crossing {
  /** Of the edge: the same for both squares that share it. */
  edge: number;
  place: Place;
}

function segmentsOf(values: Float32Array, side: number): Segment[] {
  const segments: Segment[] = [];
  const at = (column: number, row: number) => values[row * side + column]!;
  /** Where an edge is crossed: to the right of a place, or above it. */
  const crossing = (column: number, row: number, upright: boolean): Crossing | undefined => {
    const from = at(column, row);
    const to = upright ? at(column, row + 1) : at(column + 1, row);
    if (from >= 0 === to >= 0) return undefined;
    const part = Number.isFinite(from / (from - to)) ? from / (from - to) : 0.5;
    return {
      edge: 2 * (row * side + column) + Number(upright),
      place: upright ? [column, row + part] : [column + part, row],
    };
  };
  for (let row = 0; row + 1 < side; row++) {
    for (let column = 0; column + 1 < side; column++) {
      const bottom = crossing(column, row, false);
      const right = crossing(column + 1, row, true);
      const top = crossing(column, row + 1, false);
      const left = crossing(column, row, true);
      if (bottom && right && top && left) {
        const mean = at(column, row) + at(column + 1, row) + at(column, row + 1) +
          at(column + 1, row + 1);
        const isOneSide = (mean >= 0) === (at(column, row) >= 0);
        if (isOneSide) segments.push([bottom, right], [left, top]);
        else segments.push([bottom, left], [right, top]);
        continue;
      }
      const [from, to] = [bottom, right, top, left].filter((one) => one !== undefined);
      if (from && to) segments.push([from, to]);
    }
  }
  return segments;
}

/** Puts segments together where they meet. */
function joined(segments: readonly Segment[]): Place[][] {
  const ends = new Map<number, number[]>();
  segments.forEach((segment, index) => {
    for (const { edge } of segment) {
      const there = ends.get(edge);
      if (there === undefined) ends.set(edge, [index]);
      else there.push(index);
    }
  });
  const used = new Uint8Array(segments.length);
  /** Goes on from a crossing as far as there are segments. */
  const follow = (line: Place[], edge: number) => {
    for (;;) {
      const index = ends.get(edge)!.find((one) => used[one] === 0);
      if (index === undefined) return;
      used[index] = 1;
      const [a, b] = segments[index]!;
      const next = a.edge === edge ? b : a;
      line.push(next.place);
      edge = next.edge;
    }
  };
  return segments.flatMap(([from, to], index): Place[][] => {
    if (used[index] === 1) return [];
    used[index] = 1;
    const line = [from.place, to.place];
    follow(line, to.edge);
    line.reverse();
    follow(line, from.edge);
    return [line];
  });
}
