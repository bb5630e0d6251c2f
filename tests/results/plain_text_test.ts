import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { escapeMarkdown } from "../../src/results/markdown.ts";
import { plainText } from "../../src/results/plain_text.ts";

Deno.test("plain text is what was escaped, and bold is gone", () => {
  const pieces = fc.constantFrom(
    "a",
    "*",
    "**",
    "\\",
    "_",
    "&amp;",
    "<b>",
    "http:",
    "www.",
    "@",
    "1. ",
  );
  fc.assert(fc.property(fc.array(pieces), (texts) => {
    const text = texts.join("").trimStart();
    assertEquals(plainText(`**${escapeMarkdown(text)}** rest`), `${text} rest`);
  }));
});
