// Outlines as polygons, built from + - × ÷ and square roots only, so that every machine draws the
// same bytes. x runs to the right, y down.

export type Point = readonly [x: number, y: number];
/** A closed polygon; the last point joins the first. */
export type Contour = readonly Point[];
/** Contours that are filled together: a point is inside where the winding number is not 0. */
export type Shape = readonly Contour[];
/** x' = a x + c y + e and y' = b x + d y + f. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export function transformPoint(m: Affine, [x, y]: Point): Point {
  return [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
}

/** The transform that does `inner` first, then `outer`. */
export function compose(outer: Affine, inner: Affine): Affine {
  const [a, b, c, d, e, f] = inner;
  return [
    outer[0] * a + outer[2] * b,
    outer[1] * a + outer[3] * b,
    outer[0] * c + outer[2] * d,
    outer[1] * c + outer[3] * d,
    outer[0] * e + outer[2] * f + outer[4],
    outer[1] * e + outer[3] * f + outer[5],
  ];
}

/** How a part is put in its place: `tilt` is the tangent of the angle it is turned by. */
export interface Placement {
  x: number;
  y: number;
  scale: number;
  tilt?: number;
  mirror?: boolean;
}

export function placement({ x, y, scale, tilt = 0, mirror = false }: Placement): Affine {
  const length = Math.sqrt(1 + tilt * tilt);
  const cosine = scale / length;
  const sine = scale * tilt / length;
  const flip = mirror ? -1 : 1;
  return [cosine * flip, sine * flip, -sine, cosine, x, y];
}

// The distance of a cubic Bézier curve's handles that comes nearest to a quarter of a circle.
const CIRCLE_HANDLE = 0.5522847498307936;
const STEPS_PER_CURVE = 8;

function bezier(out: Point[], [p0, p1, p2, p3]: readonly [Point, Point, Point, Point]): void {
  for (let step = 0; step < STEPS_PER_CURVE; step++) {
    const t = step / STEPS_PER_CURVE;
    const s = 1 - t;
    const w0 = s * s * s, w1 = 3 * s * s * t, w2 = 3 * s * t * t, w3 = t * t * t;
    out.push([
      w0 * p0[0] + w1 * p1[0] + w2 * p2[0] + w3 * p3[0],
      w0 * p0[1] + w1 * p1[1] + w2 * p2[1] + w3 * p3[1],
    ]);
  }
}

/** An ellipse around (x, y); a circle when `ry` is left out. */
export function ellipse(x: number, y: number, rx: number, ry: number = rx): Contour {
  const hx = rx * CIRCLE_HANDLE, hy = ry * CIRCLE_HANDLE;
  const out: Point[] = [];
  bezier(out, [[x + rx, y], [x + rx, y + hy], [x + hx, y + ry], [x, y + ry]]);
  bezier(out, [[x, y + ry], [x - hx, y + ry], [x - rx, y + hy], [x - rx, y]]);
  bezier(out, [[x - rx, y], [x - rx, y - hy], [x - hx, y - ry], [x, y - ry]]);
  bezier(out, [[x, y - ry], [x + hx, y - ry], [x + rx, y - hy], [x + rx, y]]);
  return out;
}

export function rectangle(left: number, top: number, right: number, bottom: number): Contour {
  return [[left, top], [right, top], [right, bottom], [left, bottom]];
}

function catmullRom(points: readonly Point[], at: (index: number) => Point, segments: number) {
  const out: Point[] = [];
  for (let i = 0; i < segments; i++) {
    const before = at(i - 1), from = points[i]!, to = at(i + 1), after = at(i + 2);
    bezier(out, [
      from,
      [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6],
      [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6],
      to,
    ]);
  }
  return out;
}

/** A smooth closed outline through the points (a Catmull-Rom spline). */
export function blob(points: readonly Point[]): Contour {
  const count = points.length;
  return catmullRom(points, (index) => points[(index + count) % count]!, count);
}

/** A smooth open line through the points, the ends included. */
export function curve(points: readonly Point[]): Point[] {
  const last = points.length - 1;
  const at = (index: number) => points[Math.max(0, Math.min(last, index))]!;
  return [...catmullRom(points, at, last), points[last]!];
}

/** The points followed by their mirror images (x negated) in reverse: the right half of an outline. */
export function symmetric(rightHalf: readonly Point[]): Point[] {
  const left = rightHalf.filter(([x]) => x !== 0).map(([x, y]): Point => [-x, y]);
  return [...rightHalf, ...left.reverse()];
}

export function translated(contour: Contour, dx: number, dy: number): Contour {
  return contour.map(([x, y]) => [x + dx, y + dy]);
}

function signedArea(contour: Contour): number {
  let sum = 0;
  let [px, py] = contour[contour.length - 1]!;
  for (const [x, y] of contour) {
    sum += px * y - x * py;
    px = x;
    py = y;
  }
  return sum;
}

/** The contour turned so that contours of one shape add up instead of cutting holes. */
function oriented(contour: Contour): Contour {
  return signedArea(contour) < 0 ? [...contour].reverse() : contour;
}

/** The contours filled as one, whichever way round each was given. */
export function union(...contours: Contour[]): Shape {
  return contours.map(oriented);
}

/** A thick line with round ends and joints, `from` wide at its start and `to` wide at its end. */
export function stroke(points: readonly Point[], from: number, to: number = from): Shape {
  const out: Contour[] = [];
  const last = points.length - 1;
  const radius = (index: number) => (from + (to - from) * index / Math.max(1, last)) / 2;
  points.forEach(([x, y], i) => {
    out.push(disc(x, y, radius(i)));
    const next = points[i + 1];
    if (next === undefined) return;
    const dx = next[0] - x, dy = next[1] - y;
    const length = Math.sqrt(dx * dx + dy * dy);
    if (length === 0) return;
    const nx = -dy / length, ny = dx / length;
    const r0 = radius(i), r1 = radius(i + 1);
    out.push(oriented([
      [x + nx * r0, y + ny * r0],
      [next[0] + nx * r1, next[1] + ny * r1],
      [next[0] - nx * r1, next[1] - ny * r1],
      [x - nx * r0, y - ny * r0],
    ]));
  });
  return out;
}

/** The line around a closed contour. */
export function outline(contour: Contour, width: number): Shape {
  return stroke([...contour, contour[0]!], width);
}

/** A regular octagon: round enough for the joints of a line. */
function disc(x: number, y: number, r: number): Contour {
  const h = r * 0.7071067811865476;
  return [
    [x + r, y],
    [x + h, y + h],
    [x, y + r],
    [x - h, y + h],
    [x - r, y],
    [x - h, y - h],
    [x, y - r],
    [x + h, y - h],
  ];
}
