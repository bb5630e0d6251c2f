/** No column of their own: combining marks, joiners, the later letters of a Hangul syllable. */
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]$/u;

/** Alone it is a letter of half of a flag. */
const regionalIndicator = /^\p{Regional_Indicator}$/u;

/** Of these scripts, but as narrow as Latin letters. */
const halfWidth = /^[\u02ea\u02eb\u303f\u3248-\u324f\uff61-\uffdc\uffe8-\uffee]$/u;

/** Two columns: the scripts of East Asia, their marks and forms, and emoji. */
const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Tangut}\p{Script=Nushu}\p{Emoji_Presentation}\u2329\u232a\u2ff0-\u303e\u3099-\u30ff\u3190-\u33ff\u4dc0-\u4dff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{18b00}-\u{18cff}\u{1f200}-\u{1f265}]$/u;

// What steers a terminal is shown as one character, see `printable`.
// deno-lint-ignore no-control-regex
const replaced = /^[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]$/;

/**
 * Columns that a terminal gives a text without styles: two for a wide character as of Chinese, none for
 * a combining mark. Emoji that are joined to one count as they stand, so that no line is too long.
 *
 * Source: Unicode Standard Annex #11, East Asian Width.
 *
 * @example
 * ```ts
 * import { textWidth } from "./text_width.ts";
 *
 * textWidth("激活-seed1"); // 10
 * ```
 */
export function textWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (replaced.test(character)) return 1;
  if (zeroWidth.test(character)) return 0;
  if (regionalIndicator.test(character) || halfWidth.test(character)) return 1;
  return wide.test(character) ? 2 : 1;
}
