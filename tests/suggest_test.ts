import { assertEquals } from "@std/assert";
import { unknownName } from "../src/suggest.ts";

Deno.test("of more than thirty names the first thirty are listed, and how many there are beside", () => {
  const names = Array.from({ length: 20_000 }, (_, index) => `column${index}`);
  const list = names.slice(0, 30).join(", ");
  assertEquals(
    unknownName("column", "y", names),
    `Unknown column "y". One of: ${list}, …and 19,970 more`,
  );
  assertEquals(
    unknownName("column", "y", names.slice(0, 30)),
    `Unknown column "y". One of: ${list}`,
  );
  assertEquals(
    unknownName("column", "y", names.slice(0, 31)).slice(-13),
    ", …and 1 more",
  );
  assertEquals(
    unknownName("column", "columm7", names.slice(0, 40)).split("?")[0],
    'Unknown column "columm7": did you mean "column7"',
  );
});
