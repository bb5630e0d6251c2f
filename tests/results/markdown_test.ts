import { assertEquals } from "@std/assert";
import { formatNumber, formatShare, listOf } from "../../src/results/format.ts";
import {
  codeBlock,
  escapeMarkdown,
  inlineCode,
  markdownTable,
} from "../../src/results/markdown.ts";

Deno.test("every character that markdown gives a meaning is escaped", () => {
  assertEquals(escapeMarkdown("a_b*c`d|e[f](g)#h~i!"), "a\\_b\\*c\\`d\\|e\\[f\\](g)\\#h\\~i\\!");
  assertEquals(escapeMarkdown("<b>&amp;"), "&lt;b&gt;&amp;amp;");
  assertEquals(escapeMarkdown("a\n\nb\u2028c"), "a b c");
  assertEquals(
    escapeMarkdown("http://x HTTPS://y www.z a@b"),
    [
      "http&#58;//x",
      "HTTPS&#58;//y",
      "www&#46;z",
      "a&#64;b",
    ].join(" "),
  );
  assertEquals(escapeMarkdown("- a"), "&#8203;- a");
  assertEquals(escapeMarkdown("1. a"), "&#8203;1. a");
  assertEquals(escapeMarkdown("he-seed1, 0.1"), "he-seed1, 0.1");
  assertEquals(escapeMarkdown("---"), "&#8203;---");
  assertEquals(escapeMarkdown("- - -"), "&#8203;- - -");
  assertEquals(escapeMarkdown("==="), "&#8203;===");
  assertEquals(escapeMarkdown("    code"), "code");
  assertEquals(escapeMarkdown("a\u202eb\x9b2Jc"), "a b 2Jc");
  assertEquals(escapeMarkdown("-0.5"), "-0.5");
});

Deno.test("code stays code whatever is in it", () => {
  assertEquals(inlineCode("a.ts"), "`a.ts`");
  assertEquals(inlineCode("a`b``c"), "``` a`b``c ```");
  assertEquals(codeBlock(["run a\n\n# b", "c"]), "    run a # b\n    c");
  assertEquals(codeBlock(["a\x85# b\u2028c"]), "    a # b c");
});

Deno.test("no cell of a table ends it, code with a bar neither", () => {
  const row = [inlineCode("a|<img src=x>.ts"), escapeMarkdown("b|c")];
  assertEquals(
    markdownTable(["x", "y"], [row]).split("\n")[2],
    "| `a\\|<img src=x>.ts` | b\\|c |",
  );
});

Deno.test("numbers for people have fixed digits and no locale", () => {
  assertEquals(
    [0, -0, 0.00099, 0.001, 0.12345, 999.99, 1000, -1e-9, NaN, Infinity].map(formatNumber),
    ["0.0000", "0.0000", "9.900e-4", "0.0010", "0.1235", "999.9900", "1.000e+3", "-1.000e-9"]
      .concat("NaN", "Infinity"),
  );
  assertEquals(formatShare(2 / 3), "66.7 %");
  assertEquals([listOf([]), listOf(["a"]), listOf(["a", "b", "c"])], ["", "a", "a, b and c"]);
});
