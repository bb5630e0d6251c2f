import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { ExperimentError } from "../../src/errors.ts";
import { inFolder } from "../cli/_run.ts";
import { connectTo, hasRedis, startRedis } from "./_redis.ts";
import {
  hasOpenssl,
  makeAuthority,
  makeCertificate,
  startFake,
  startOddRedis,
  startTlsRedis,
} from "./_servers.ts";

type Credentials = import("../../src/queue/mod.ts").Credentials;

const isOpen = hasRedis;
// Sockets say goodbye in their own time.
const loose = { sanitizeOps: false, sanitizeResources: false };

async function connect(url: string, credentials: Credentials = {}) {
  const { connectQueue, parseQueueAddress } = await import("../../src/queue/mod.ts");
  const told: string[] = [];
  const connection = await connectQueue(parseQueueAddress(url), {
    credentials,
    onTrouble: (text) => told.push(text),
  });
  return { connection, told };
}

/** @returns Message and remedy. */
async function refusal(url: string, credentials: Credentials = {}): Promise<string> {
  const startedMs = performance.now();
  const error = await assertRejects(() => connect(url, credentials), ExperimentError);
  assert(performance.now() - startedMs < 20_000);
  return `${error.message}. ${error.remedy}`;
}

Deno.test({
  name: "what does not speak as Redis does is told from a server that is not there",
  ignore: !isOpen,
  ...loose,
  async fn() {
    const silent = startFake({ answer: () => "" });
    const mail = startFake({
      greeting: "220 mail.example.org ESMTP\r\n",
      answer: () => "500 ?\r\n",
    });
    const web = startFake({ answer: () => "HTTP/1.1 400 Bad Request\r\n\r\n" });
    const nothing = startFake({ answer: () => "" });
    nothing.stop();
    try {
      const at = ({ port }: { port: number }, scheme = "redis") =>
        refusal(`${scheme}://127.0.0.1:${port}`);
      for (const text of await Promise.all([at(mail), at(web)])) {
        assertMatch(
          text,
          /Cannot use the queue at .*: what is there does not answer as Redis does/,
        );
      }
      for (const text of await Promise.all([at(silent), at(silent, "rediss")])) {
        assertMatch(text, /Cannot reach the queue at .*: there is no answer.*server busy/);
      }
      for (const text of await Promise.all([at(mail, "rediss"), at(web, "rediss")])) {
        assertMatch(text, /what is there does not speak TLS.*without TLS it is redis:\/\//);
      }
      assertMatch(await at(nothing), /Cannot reach the queue at .*ECONNREFUSED/);
    } finally {
      for (const server of [silent, mail, web]) server.stop();
    }
  },
});

Deno.test({
  name: "a user who may read and not write is told so, though a script finds out",
  ignore: !isOpen,
  ...loose,
  async fn() {
    const server = await startRedis();
    const redis = await connectTo(server.port);
    try {
      await redis.call("ACL", "SETUSER", "default", "-@write");
      assertMatch(
        await refusal(server.url),
        /Cannot use the queue at .*: the user may not do what a queue needs: .*ACL SETUSER/,
      );
    } finally {
      redis.disconnect();
      await server.stop();
    }
  },
});

Deno.test({
  name:
    "a server of an old version, a replica and one that evicts are refused before they are used",
  ignore: !isOpen,
  ...loose,
  async fn() {
    const old = startOddRedis({ redis_version: "5.0.7", maxmemory_policy: "noeviction" });
    const server = await startRedis();
    const replica = await startRedis({ args: ["--replicaof", "127.0.0.1", `${server.port}`] });
    const evicting = await startRedis({ args: ["--maxmemory-policy", "allkeys-lru"] });
    try {
      assertMatch(
        await refusal(`redis://127.0.0.1:${old.port}`),
        /it is Redis 5\.0\.7\. Use Redis 6/,
      );
      assertMatch(await refusal(replica.url), /it is a read-only replica\. Name the master/);
      assertMatch(await refusal(evicting.url), /allkeys-lru.*CONFIG SET maxmemory-policy noevict/);
      assertMatch(await refusal(`${server.url}/99`), /it has no such database.*there are 16/);
    } finally {
      old.stop();
      for (const one of [replica, evicting, server]) await one.stop();
    }
  },
});

Deno.test({
  name: "passwords and users: missing, wrong, not needed, not allowed",
  ignore: !isOpen,
  ...loose,
  async fn() {
    const open = await startRedis();
    const locked = await startRedis({
      args: ["--requirepass", "right", "--user", "bob", "on", ">pw", "~other:*", "+@all"],
    });
    const as = (user: string) => locked.url.replace("//", `//${user}@`);
    try {
      assertMatch(
        await refusal(locked.url),
        /it wants a password\. Put it in the variable SAMESEED/,
      );
      assertMatch(await refusal(locked.url, { password: "wrong" }), /it takes another password\./);
      assertMatch(await refusal(as("bob")), /it wants a password for user bob/);
      assertMatch(await refusal(as("eve"), { password: "pw" }), /another password for user eve/);
      assertMatch(
        await refusal(as("bob"), { password: "pw" }),
        /the user may not do what a queue needs: .*Give the user all commands on keys sameseed:/,
      );
      const { connection, told } = await connect(open.url, { password: "never-sent" });
      const client = connection.client();
      assertEquals(await client.ping(), "PONG");
      connection.close();
      assertEquals(told, [
        `The queue at ${open.url} wants no password: the one given is not sent`,
      ]);
    } finally {
      await open.stop();
      await locked.stop();
    }
  },
});

Deno.test({
  name: "a server that is full can be looked at and is not worked with",
  ignore: !isOpen,
  ...loose,
  async fn() {
    const full = await startRedis();
    try {
      const { connectQueue, parseQueueAddress } = await import("../../src/queue/mod.ts");
      const address = parseQueueAddress(full.url);
      const looking = await connectQueue(address, { looksOnly: true });
      const client = looking.client();
      await client.config("SET", "maxmemory", "100kb");
      looking.close();
      assertMatch(await refusal(full.url), /its memory is full\. Give it more there/);
      (await connectQueue(address, { looksOnly: true })).close();
    } finally {
      await full.stop();
    }
  },
});

Deno.test({
  name: "certificates: expired, of another host, of a stranger, missing, of another key",
  ignore: !isOpen || !hasOpenssl,
  ...loose,
  fn: () =>
    inFolder(async (folder) => {
      await Promise.all([makeAuthority(folder, "ca"), makeAuthority(folder, "stranger")]);
      await makeCertificate(folder, { name: "server" });
      await makeCertificate(folder, { name: "client" });
      await makeCertificate(folder, { name: "expired", days: -1 });
      await makeCertificate(folder, { name: "other", host: "DNS:other.example" });
      const read = (name: string) => Deno.readTextFileSync(join(folder, name));
      const ca = read("ca.pem");
      const open = { args: ["--tls-auth-clients", "no"] };
      const servers = await Promise.all([
        startTlsRedis(folder, { name: "server" }),
        startTlsRedis(folder, { name: "expired", ...open }),
        startTlsRedis(folder, { name: "other", ...open }),
      ]);
      const [server, expired, other] = servers.map(({ url }) => url) as [string, string, string];
      const own = { ca, certificate: read("client.pem") };
      try {
        assertMatch(
          await refusal(expired, { ca }),
          /its certificate was valid until \d{4}-\d\d-\d\d/,
        );
        assertMatch(await refusal(other, { ca }), /is for another host \(DNS:other\.example\)/);
        for (const wrong of [{}, { ca: read("stranger.pem") }]) {
          assertMatch(
            await refusal(server, wrong),
            /signed by "ca", who is not trusted.*--queue-ca/,
          );
        }
        assertMatch(
          await refusal(server, { ca }),
          /it wants a certificate of this side.*--queue-cert/,
        );
        assertMatch(
          await refusal(server, { ...own, key: read("server.key") }),
          /no agreement on TLS, as with a key of another certificate/,
        );
        assertMatch(
          await refusal(server.replace("rediss", "redis")),
          /does not answer as Redis does.*rediss:\/\/, with TLS/,
        );
        const { connection } = await connect(server, { ...own, key: read("client.key") });
        assertEquals(await connection.client().ping(), "PONG");
        connection.close();
      } finally {
        for (const one of servers) await one.stop();
      }
    }),
});
