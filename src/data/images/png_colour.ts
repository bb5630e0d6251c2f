import { PictureFault } from "./fault.ts";
import { overWhite } from "./pixels.ts";

/** What a PNG file says about its colours beside its header. */
export interface PngColours {
  /** Red, green, blue of each entry. */
  palette?: Uint8Array;
  /** Opacity of palette entries, or the one colour (16 bits a channel) that is transparent. */
  transparency?: Uint8Array;
}

/** Writes the pixel whose samples start at `samples[from]` as red, green, blue to `data[to]`. */
export type WriteColour = (
  samples: Uint16Array,
  from: number,
  target: { data: Uint8Array; to: number },
) => void;

/** How the samples of a PNG file become red, green and blue on white. */
export function colourOf(
  { colourType, depth }: { colourType: number; depth: number },
  colours: PngColours,
): WriteColour {
  const eight = toEightBits(depth);
  const clear = colourType === 0 || colourType === 2
    ? transparentSamples(colours, colourType === 2)
    : undefined;
  switch (colourType) {
    case 0:
      return (samples, from, { data, to }) => {
        const grey = samples[from]!;
        data.fill(grey === clear?.[0] ? 255 : eight(grey), to, to + 3);
      };
    case 2:
      return (samples, from, { data, to }) => {
        const hidden = clear?.every((sample, k) => samples[from + k] === sample) ?? false;
        for (let k = 0; k < 3; k++) data[to + k] = hidden ? 255 : eight(samples[from + k]!);
      };
    case 3:
      return fromPalette(colours);
    case 4:
      return (samples, from, { data, to }) => {
        data.fill(overWhite(eight(samples[from]!), eight(samples[from + 1]!)), to, to + 3);
      };
    default:
      return (samples, from, { data, to }) => {
        const alpha = eight(samples[from + 3]!);
        for (let k = 0; k < 3; k++) data[to + k] = overWhite(eight(samples[from + k]!), alpha);
      };
  }
}

/** Full scale becomes 255: v·255 / (2^depth − 1), rounded half up (PNG, 13.12). */
function toEightBits(depth: number): (sample: number) => number {
  if (depth === 8) return (sample) => sample;
  if (depth === 16) return (sample) => Math.floor((sample + 128) / 257);
  const scale = 255 / ((1 << depth) - 1);
  return (sample) => sample * scale;
}

function transparentSamples(
  { transparency }: PngColours,
  coloured: boolean,
): number[] | undefined {
  if (transparency === undefined) return undefined;
  const length = coloured ? 3 : 1;
  if (transparency.length !== 2 * length) throw damaged("its tRNS chunk is damaged");
  return Array.from(
    { length },
    (_, k) => transparency[2 * k]! * 256 + transparency[2 * k + 1]!,
  );
}

function fromPalette({ palette, transparency }: PngColours): WriteColour {
  if (palette === undefined || palette.length % 3 !== 0) {
    throw damaged("its palette is missing or damaged");
  }
  const onWhite = palette.map((value, k) =>
    overWhite(value, transparency?.[Math.floor(k / 3)] ?? 255)
  );
  return (samples, from, { data, to }) => {
    const entry = 3 * samples[from]!;
    if (entry >= onWhite.length) {
      throw damaged(`it uses colour ${entry / 3} of a palette of ${onWhite.length / 3}`);
    }
    data[to] = onWhite[entry]!;
    data[to + 1] = onWhite[entry + 1]!;
    data[to + 2] = onWhite[entry + 2]!;
  };
}

function damaged(what: string): PictureFault {
  return new PictureFault(what, "Copy or download it again");
}
