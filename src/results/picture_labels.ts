import { textWidth } from "./picture_style.ts";

/** What is left of the front of a name, of all that is left: the middle goes first. */
const frontShares = [0.5, 0.25, 0.75, 0, 1];

/**
 * Names of which none is wider than there is room for: too long ones lose their middle, where names
 * that are put together differ least. Different names stay different.
 *
 * @param room.width In pixels.
 * @param room.fontSize In pixels.
 */
export function fitLabels(
  names: readonly string[],
  room: { width: number; fontSize: number },
): string[] {
  const fits = (text: string) => textWidth(text, room.fontSize) <= room.width;
  const taken = new Set(names.filter(fits));
  return names.map((name) => {
    if (fits(name)) return name;
    const label = candidates(name, fits).find((text) => !taken.has(text)) ?? name;
    taken.add(label);
    return label;
  });
}

/** Without end, so that one of them is free: numbers where every part that is shown is the same. */
function* candidates(name: string, fits: (text: string) => boolean): Generator<string> {
  for (const front of frontShares) yield cut(name, { front, suffix: "", fits });
  for (let number = 2;; number++) yield cut(name, { front: 0.5, suffix: ` (${number})`, fits });
}

/** The longest of its kind that fits. */
function cut(
  name: string,
  how: { front: number; suffix: string; fits: (text: string) => boolean },
): string {
  const characters = [...name];
  for (let left = characters.length - 1; left > 0; left--) {
    const front = Math.ceil(how.front * left);
    const start = characters.slice(0, front).join("").trimEnd();
    const end = characters.slice(characters.length - (left - front)).join("").trimStart();
    const text = `${start}…${end}${how.suffix}`;
    if (how.fits(text)) return text;
  }
  return `…${how.suffix}`;
}
