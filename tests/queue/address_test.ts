import { assertEquals, assertThrows } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { addressText, parseQueueAddress } from "../../src/queue/address.ts";

Deno.test("an address has a host, a port, a database and whether it is encrypted", () => {
  assertEquals(parseQueueAddress("redis://h"), { host: "h", port: 6379, tls: false, database: 0 });
  assertEquals(parseQueueAddress("rediss://me@h:7/2"), {
    host: "h",
    port: 7,
    tls: true,
    database: 2,
    username: "me",
  });
  assertEquals(addressText(parseQueueAddress("rediss://me@h:7/2")), "rediss://h:7/2");
});

Deno.test("a password in the URL is refused and not shown, whatever else is wrong", () => {
  for (const url of ["redis://:hunter2@h", "http://a:hunter2@h", "redis://a:hunter2@h:x"]) {
    const { message } = assertThrows(() => parseQueueAddress(url), ExperimentError);
    assertEquals(message.includes("hunter2"), false, message);
  }
});

Deno.test("what would open another host to the network is no host", () => {
  for (const url of ["redis://a,b", "redis://", "redis://h/x", "redis://h?tls=1", "h:6379", ""]) {
    assertThrows(() => parseQueueAddress(url), ExperimentError, "Cannot read --queue");
  }
});
