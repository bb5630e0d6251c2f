import { assertEquals } from "@std/assert";
import { textWidth } from "../../src/cli/text_width.ts";
import fixture from "../fixtures/cli/text_width.json" with { type: "json" };

/** Where we know better, or the standard became another after the fixture's version. */
const otherwise: [number, number][] = [
  [0x1160, 0x11ff], // later letters of a Hangul syllable are drawn into it
  [0xd7b0, 0xd7ff],
  [0x061c, 0x061c], // replaced by one character before anything is printed
  [0x200e, 0x200f],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
  [0x4dc0, 0x4dff], // wide since Unicode 16
  [0x1171e, 0x1171e], // combines otherwise since Unicode 15
];

Deno.test("every character has the width that the Unicode standard gives it", () => {
  const wrong: string[] = [];
  for (const [first, last, columns] of fixture.ranges as [number, number, number][]) {
    for (let code = first; code <= last; code++) {
      if (otherwise.some(([from, to]) => code >= from && code <= to)) continue;
      const width = textWidth(String.fromCodePoint(code));
      if (width !== columns) wrong.push(`${code.toString(16)}: ${width} for ${columns}`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("texts are as wide as their characters together", () => {
  const widths: [string, number][] = [
    ["abc", 3],
    ["été", 3],
    ["e\u0301te\u0301", 3],
    ["激活-seed1", 10],
    ["ｶﾅ", 2], // half-width kana
    ["한글", 4],
    ["🐱", 2],
    ["🇨🇭", 2],
    ["a\u200bb", 2],
    ["a\x1bb", 3],
  ];
  for (const [text, width] of widths) assertEquals(textWidth(text), width, JSON.stringify(text));
});
