import { assertEquals } from "@std/assert";
import { bold, green, setColorEnabled } from "@std/fmt/colors";
import { printable, printableJson } from "../../src/cli/terminal.ts";

Deno.test("nothing that is printed steers the terminal", () => {
  for (
    const sequence of [
      "\x1b[2J", // erases the screen
      "\x1b]0;title\x07", // sets the title
      "\x1b]52;c;cm0gLXJm\x07", // writes to the clipboard
      "\x1b[8m", // hides what follows
      "\x9b2J",
      "\x08\x08",
      "\r",
      ..."\u202e\u061c\u200e\u200f", // turn the direction of reading, or mark it
      "\u2028",
    ]
  ) {
    const shown = printable(`a${sequence}b`);
    assertEquals(
      // deno-lint-ignore no-control-regex
      /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u202e]/.test(shown),
      false,
      JSON.stringify(shown),
    );
    assertEquals(shown.startsWith("a\ufffd"), true);
  }
});

Deno.test("colours of our own, line ends and tabs stay", () => {
  setColorEnabled(true);
  try {
    const text = `${bold("a")} ${green(bold("b"))}\n\tc ü 🐱`;
    assertEquals(printable(text), text);
  } finally {
    setColorEnabled(false);
  }
});

Deno.test("JSON spells what a terminal would act on, and says the same", () => {
  const value = { class: "a\x1b[2J\x9b2J\u202eb" };
  const json = printableJson(JSON.stringify(value));
  assertEquals(json, '{"class":"a\\u001b[2J\\u009b2J\\u202eb"}');
  assertEquals(JSON.parse(json), value);
});
