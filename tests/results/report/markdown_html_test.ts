import { assertEquals, assertStringIncludes } from "@std/assert";
import { Html, html } from "../../../src/results/report/html.ts";
import { sectionId, summaryHtml } from "../../../src/results/report/markdown_html.ts";
import { summaryMarkdown } from "../../../src/results/summary.ts";
import { makeRun, makeSweep } from "../_sweep.ts";

function noPicture(): Html {
  return html`<i>picture</i>`;
}

Deno.test("every section of summary.md is there, and its words in their order", () => {
  const sweep = makeSweep([makeRun("zeros", 1), makeRun("he", 1)]);
  const { preface, sections } = summaryHtml(summaryMarkdown(sweep), noPicture);
  assertStringIncludes(preface.text, "<p>Which start is best?</p>");
  const markdown = summaryMarkdown(sweep);
  const titles = [...markdown.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  assertEquals(sections.map(({ title }) => title), titles);
  const all = sections.map(({ body }) => body.text).join("");
  assertStringIncludes(all, "<i>picture</i>");
  const words = (text: string) => text.match(/[a-z]{5,}/gi)!;
  const shown = words(all.replaceAll(/<caption>.*?<\/caption>|<[^>]*>/g, " "));
  // Less what the rules and the addresses of markdown are.
  const written = words(
    markdown.slice(markdown.indexOf("## "))
      .replaceAll(/^## .*$|!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)/gm, " "),
  );
  assertEquals(shown.filter((word) => word !== "picture"), written);
});

Deno.test("a table has a caption, heads of columns and of rows, and numbers to the right", () => {
  const text = "## Which\n\nWhat *differs*:\n\n| a | b |\n| --- | ---: |\n| x | 1 |\n";
  const [section] = summaryHtml(text, noPicture).sections;
  const table = section!.body.text.replaceAll(/\s*\n\s*/g, "");
  assertStringIncludes(table, '<table class="sortable"><caption>What differs</caption>');
  assertStringIncludes(table, '<th scope="col">a</th><th scope="col" class="number">b</th>');
  assertStringIncludes(table, '<th scope="row">x</th><td class="number">1</td>');
});

Deno.test("HTML and links in summary.md are texts, and a picture is what the page makes of it", () => {
  const text = [
    "# a",
    "<script>x=1</script> <b>b</b> [c](javascript:x) [d](https://example.com) <https://e.com>",
    "![alt <b>](https://example.com/a.png)",
    "## <img src=x onerror=x>",
    "    </code><script>",
  ].join("\n\n");
  const asked: string[][] = [];
  const { preface, sections } = summaryHtml(text, (path, alt) => {
    asked.push([path, alt]);
    return html`<i></i>`;
  });
  assertEquals(asked, [["https://example.com/a.png", "alt <b>"]]);
  const all = preface.text + sections.map(({ body }) => body.text).join("");
  const elements = new Set([...all.matchAll(/<\/?([a-z]+)/g)].map(([, name]) => name));
  assertEquals([...elements].sort(), ["code", "i", "p", "pre"]);
  assertEquals(sections[0]!.title, "<img src=x onerror=x>");
});

Deno.test("a link within summary.md leads to its section, a corner without words heads nothing", () => {
  const text = "[two](#get-it)\n\n## Get it!\n\n|  | a | b |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n";
  const { preface, sections: [section] } = summaryHtml(text, noPicture);
  assertEquals(preface.text, '<p><a href="#section-get-it">two</a></p>');
  assertEquals(sectionId("Get it"), "section-get-it");
  assertStringIncludes(
    section!.body.text.replaceAll(/\s*\n\s*/g, ""),
    '<tr><td></td><th scope="col">a',
  );
});
