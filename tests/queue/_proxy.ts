/** A wire to a server that can be cut. */
export interface Proxy {
  url: string;
  /** Drops all connections and refuses new ones; or lets them hang, as a lost cable does. */
  cut(how?: "refused" | "silent"): void;
  mend(): void;
  close(): void;
}

/** @param target Port of the server on this machine. */
export function startProxy(target: number): Proxy {
  const open = new Set<Deno.Conn>();
  let [isCut, isSilent] = [false, false];
  let listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const drop = () => {
    for (const connection of open) {
      try {
        connection.close();
      } catch {
        // The other side was faster.
      }
    }
    open.clear();
  };

  async function pump(from: Deno.Conn, to: Deno.Conn): Promise<void> {
    const bytes = new Uint8Array(0x1_0000);
    try {
      for (let count; (count = await from.read(bytes)) !== null;) {
        for (let sent = 0; sent < count && !isSilent;) {
          sent += await to.write(bytes.subarray(sent, count));
        }
      }
    } catch {
      // Cut.
    }
    for (const end of [from, to]) {
      if (!open.delete(end)) continue;
      try {
        end.close();
      } catch {
        // It is closed.
      }
    }
  }

  async function serve(): Promise<void> {
    try {
      for await (const client of listener) {
        const server = await Deno.connect({ hostname: "127.0.0.1", port: target });
        open.add(client).add(server);
        pump(client, server);
        pump(server, client);
      }
    } catch {
      // Nobody listens any more.
    }
  }
  serve();
  return {
    url: `redis://127.0.0.1:${port}`,
    cut(how = "refused") {
      if (how === "silent") {
        isSilent = true;
        return;
      }
      isCut = true;
      listener.close();
      drop();
    },
    mend() {
      // What was swallowed does not come again: only new connections are whole.
      if (isSilent) drop();
      isSilent = false;
      if (!isCut) return;
      isCut = false;
      listener = Deno.listen({ hostname: "127.0.0.1", port });
      serve();
    },
    close() {
      if (!isCut) listener.close();
      drop();
    },
  };
}
