import { assertThrows } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { checkServer } from "../../src/queue/check_server.ts";

const good = {
  redis_version: "7.2.4",
  role: "master",
  cluster_enabled: "0",
  maxmemory_policy: "noeviction",
};

function check(facts: Record<string, string>): void {
  const lines = Object.entries({ ...good, ...facts }).map(([name, value]) => `${name}:${value}`);
  checkServer(["# Server", ...lines, ""].join("\r\n"), "redis://h:6379");
}

Deno.test("a server that keeps what it is given is taken, whatever else it says", () => {
  check({});
  check({ redis_version: "6.2.0" });
  check({ redis_version: "10.0.1", valkey_version: "10.0.1" });
});

Deno.test("a server that is old, may lose jobs or takes none is refused by name", () => {
  const refused = (facts: Record<string, string>, message: string) =>
    assertThrows(
      () => check(facts),
      ExperimentError,
      `Cannot use the queue at redis://h:6379: ${message}`,
    );
  refused({ redis_version: "6.0.20" }, "it is Redis 6.0.20");
  refused({ redis_version: "5.0.7" }, "it is Redis 5.0.7");
  refused({ redis_version: "" }, "it is no Redis");
  refused({ redis_version: "new" }, "it is no Redis");
  refused({ role: "slave" }, "it is a read-only replica");
  refused({ cluster_enabled: "1" }, "it is part of a cluster");
  refused({ maxmemory_policy: "volatile-ttl" }, "its maxmemory-policy is volatile-ttl");
});

Deno.test("a server that does not say what it does when memory is short is refused", () => {
  assertThrows(
    () => checkServer("redis_version:7.0.0\r\n", "redis://h:6379"),
    ExperimentError,
    "it does not say what its maxmemory-policy is",
  );
});
