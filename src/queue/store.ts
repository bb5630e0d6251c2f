import { Buffer } from "node:buffer";
import type { Redis } from "ioredis";

/** What the store has by digest, beside the jobs. */
export type Kind = "result" | "checkpoint" | "data" | "weights";

/** Bytes in Redis, written and read in pieces. */
export interface Store {
  has(kind: Kind, id: string): Promise<boolean>;
  /** Puts bytes in the place of what was there: they are seen whole or not at all. */
  put(kind: Kind, id: string, bytes: Uint8Array, lastsSeconds: number): Promise<void>;
  /**
   * @returns `undefined` where there is nothing.
   * @throws {RangeError} There are more bytes than `limit`; they are not read.
   */
  get(kind: Kind, id: string, limit: number): Promise<Uint8Array | undefined>;
  /** The same of many in one question; a `RangeError` stands where `get` throws one. */
  getAll(
    kind: Kind,
    ids: readonly string[],
    limit: number,
  ): Promise<(Uint8Array | undefined | RangeError)[]>;
  /** What is there may go after so many seconds. */
  keep(kind: Kind, id: string | readonly string[], seconds: number): Promise<void>;
  remove(kind: Kind, id: string): Promise<void>;
}

/** Bytes of a piece: what has no more is one value, written at once. */
export const pieceBytes = 4 * 0x10_0000;

/** Where something is in Redis. */
export function keyOf(kind: Kind, id: string): string {
  return `sameseed:${kind}:${id}`;
}

/** The store of a client. */
export function createStore(redis: Redis): Store {
  async function put(kind: Kind, id: string, bytes: Uint8Array, lastsSeconds: number) {
    const key = keyOf(kind, id);
    const piece = (start: number) => asBuffer(bytes.subarray(start, start + pieceBytes));
    if (bytes.length <= pieceBytes) {
      await redis.set(key, piece(0), "EX", lastsSeconds);
      return;
    }
    const draft = `sameseed:draft:${id}:${crypto.randomUUID()}`;
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      await redis.multi().append(draft, piece(start)).expire(draft, 600).exec();
    }
    await redis.multi().rename(draft, key).expire(key, lastsSeconds).exec();
  }

  async function getAll(kind: Kind, ids: readonly string[], limit: number) {
    const pipeline = redis.pipeline();
    for (const id of ids) pipeline.getrangeBuffer(keyOf(kind, id), 0, pieceBytes - 1);
    const heads = await pipeline.exec() as [Error | null, Buffer][];
    const found: (Uint8Array | undefined | RangeError)[] = [];
    for (const [place, [error, head]] of heads.entries()) {
      // Where the server answers at all, it says that this is no text.
      if (error && !/WRONGTYPE/.test(error.message)) throw error;
      if (error) found.push(new RangeError(`it is no value: ${error.message}`));
      else if (head.length === 0) found.push(undefined);
      else if (head.length > limit) found.push(tooLarge(head.length, limit));
      else if (head.length < pieceBytes) found.push(new Uint8Array(head));
      else found.push(await getRest(keyOf(kind, ids[place]!), head, limit));
    }
    return found;
  }

  async function getRest(key: string, head: Buffer, limit: number) {
    const length = await redis.strlen(key);
    if (length > limit) return tooLarge(length, limit);
    const changed = new RangeError("it changed while it was read");
    if (length < head.length) return changed;
    const bytes = new Uint8Array(length);
    bytes.set(head);
    for (let start = pieceBytes; start < length; start += pieceBytes) {
      const part = await redis.getrangeBuffer(key, start, start + pieceBytes - 1);
      if (start + part.length > length) return changed;
      bytes.set(part, start);
    }
    return bytes;
  }

  return {
    put,
    getAll,
    async get(kind, id, limit) {
      const [found] = await getAll(kind, [id], limit);
      if (found instanceof RangeError) throw found;
      return found;
    },
    has: async (kind, id) => await redis.exists(keyOf(kind, id)) === 1,
    async keep(kind, id, seconds) {
      const pipeline = redis.pipeline();
      for (const one of [id].flat()) pipeline.expire(keyOf(kind, one), seconds);
      await pipeline.exec();
    },
    remove: async (kind, id) => void await redis.del(keyOf(kind, id)),
  };
}

/** The same bytes as the client takes them. */
export function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function tooLarge(length: number, limit: number): RangeError {
  return new RangeError(`it has ${length} bytes, more than ${limit}`);
}
