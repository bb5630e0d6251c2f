import { assertEquals } from "@std/assert";
import { escapeHtml, Html, html, scriptJson } from "../../../src/results/report/html.ts";

Deno.test("what is put into a template is a text, unless it is HTML", () => {
  const name = `<b a="1" b='2'>&amp;`;
  assertEquals(
    html`
      <p title="${name}">${name}</p>
    `.text,
    '<p title="&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;">' +
      "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;</p>",
  );
  assertEquals(
    html`<i>${html`<b>${[1, new Html("<u>"), undefined]}</b>`}</i>`.text,
    "<i><b>1<u></b></i>",
  );
});

Deno.test("the ends of a template are trimmed, those of a text in it are not", () => {
  assertEquals(
    html`
      ${" a "}
    `.text,
    " a ",
  );
});

Deno.test("characters that steer a reader become spaces", () => {
  assertEquals(escapeHtml("a\u0000b\u001b[2Jc\u202ed\u2028e\ud800"), "a b [2Jc d e\ufffd");
});

Deno.test("JSON in a script is the same value and holds neither an end nor a comment", () => {
  const value = { "</script>": ["<!--<script>", "\u2028\u2029\u202e", 1e21, null, "\ud800"] };
  const { text } = scriptJson(value);
  assertEquals(/[<\u2028\u2029\u202e]/.test(text), false);
  assertEquals(JSON.parse(text), value);
});
