import { assertEquals } from "@std/assert";
import { usesColours } from "../../src/cli/error_text.ts";

const terminal = { noColor: false, forced: undefined, terminal: "xterm-256color", isShown: true };

Deno.test("colours are for terminals, unless somebody says otherwise", () => {
  assertEquals(usesColours(terminal), true);
  assertEquals(usesColours({ ...terminal, terminal: undefined }), true);
  assertEquals(usesColours({ ...terminal, isShown: false }), false);
  assertEquals(usesColours({ ...terminal, terminal: "dumb" }), false);
  assertEquals(usesColours({ ...terminal, noColor: true }), false);
  for (const forced of ["1", "true", "3"]) {
    assertEquals(usesColours({ ...terminal, isShown: false, forced }), true);
    assertEquals(usesColours({ ...terminal, terminal: "dumb", forced }), true);
    assertEquals(usesColours({ ...terminal, noColor: true, forced }), false);
  }
  for (const forced of ["0", "false"]) assertEquals(usesColours({ ...terminal, forced }), false);
  assertEquals(usesColours({ ...terminal, forced: "" }), true);
});
