import { assertEquals } from "@std/assert";
import { createGate } from "../../src/queue/gate.ts";

Deno.test("who is alone waits for the others, and those who come later for it", async () => {
  const gate = createGate();
  const seen: string[] = [];
  const enter = (name: string, alone: boolean) =>
    gate.enter({ alone }).then((leave) => {
      seen.push(name);
      return leave;
    });
  const [a, b] = [await enter("a", false), await enter("b", false)];
  const c = enter("c", true);
  const d = enter("d", false);
  a();
  await Promise.resolve();
  assertEquals(seen, ["a", "b"]);
  b();
  (await c)();
  (await d)();
  assertEquals(seen, ["a", "b", "c", "d"]);
});
