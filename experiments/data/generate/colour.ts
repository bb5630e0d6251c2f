/** Red, green and blue, each 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A colour from its usual notation, 0xrrggbb. */
export function hex(value: number): Colour {
  return [(value >>> 16) / 255, ((value >>> 8) & 255) / 255, (value & 255) / 255];
}

export function mix(a: Colour, b: Colour, share: number): Colour {
  const rest = 1 - share;
  return [a[0] * rest + b[0] * share, a[1] * rest + b[1] * share, a[2] * rest + b[2] * share];
}

export function darker(colour: Colour, share: number): Colour {
  return mix(colour, [0.05, 0.03, 0.06], share);
}

export function lighter(colour: Colour, share: number): Colour {
  return mix(colour, [1, 0.99, 0.96], share);
}

/** How bright a colour looks, 0 to 1 (weights of Rec. 601). */
export function luminance([red, green, blue]: Colour): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** A colour for each place: u and v run from 0 to 1 over the shape's box, x and y are pixels. */
export type Paint = Colour | ((u: number, v: number, x: number, y: number) => Colour);

/** From one colour at the top of the shape to another at its bottom. */
export function vertical(top: Colour, bottom: Colour): Paint {
  return (_u, v) => mix(top, bottom, v);
}

/** A rounded look: lighter towards the upper left, darker towards the lower right. */
export function rounded(colour: Colour, strength = 0.22): Paint {
  const light = lighter(colour, strength), dark = darker(colour, strength);
  return (u, v) => {
    const towards = 0.35 * u + 0.65 * v;
    return towards < 0.5 ? mix(light, colour, towards * 2) : mix(colour, dark, towards * 2 - 1);
  };
}
