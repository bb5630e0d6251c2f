import { assertEquals } from "@std/assert";
import { createLines, decodeReply, encodeReply } from "../../src/bench/protocol.ts";

Deno.test("a reply comes back from its line", () => {
  for (const reply of [{ ms: 1.25 }, { losses: [0.5, 0.25] }, { error: "no\nroom" }]) {
    const line = encodeReply(reply);
    assertEquals(line.indexOf("\n"), line.length - 1);
    assertEquals(decodeReply(line.trimEnd()), reply);
  }
});

Deno.test("what a library prints is no reply", () => {
  assertEquals(decodeReply("Hi there! Looks like you are running in Node.js"), undefined);
  assertEquals(decodeReply('{"ms":3}'), undefined);
  assertEquals(decodeReply(""), undefined);
});

Deno.test("lines come whole, however the pieces are cut", () => {
  const lines = createLines();
  assertEquals(lines("on"), []);
  assertEquals(lines("e\ntwo\r\nth"), ["one", "two"]);
  assertEquals(lines("ree\n"), ["three"]);
});
