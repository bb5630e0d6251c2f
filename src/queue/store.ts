import { Buffer } from "node:buffer";
import type { Redis } from "ioredis";

/** What the store has by digest, beside the jobs. */
export type Kind = "result" | "checkpoint" | "data" | "weights";

/** Bytes in Redis, written and read in pieces. */
export interface Store {
  has(kind: Kind, id: string): Promise<boolean>;
  /** What there is of a job. @param key Of its checkpoints. */
  which(id: string, key: string): Promise<{ result: boolean; checkpoint: boolean }>;
  /** Puts bytes in the place of what was there: they are seen whole or not at all. */
  put(kind: Kind, id: string, bytes: Uint8Array, lastsSeconds: number): Promise<void>;
  /**
   * @returns `undefined` where there is nothing.
   * @throws {RangeError} There are more bytes than `limit`; they are not read.
   */
  get(kind: Kind, id: string, limit: number): Promise<Uint8Array | undefined>;
  /** What is there may go after so many seconds. */
  keep(kind: Kind, id: string, seconds: number): Promise<void>;
  remove(kind: Kind, id: string): Promise<void>;
}

/** Bytes of a piece. */
const pieceBytes = 4 * 0x10_0000;

/** Where something is in Redis. */
export function keyOf(kind: Kind, id: string): string {
  return `sameseed:${kind}:${id}`;
}

/** The store of a client. */
export function createStore(redis: Redis): Store {
  async function put(kind: Kind, id: string, bytes: Uint8Array, lastsSeconds: number) {
    const key = keyOf(kind, id);
    const piece = (start: number) => {
      const { buffer, byteOffset, byteLength } = bytes.subarray(start, start + pieceBytes);
      return Buffer.from(buffer, byteOffset, byteLength);
    };
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

  async function get(kind: Kind, id: string, limit: number): Promise<Uint8Array | undefined> {
    const key = keyOf(kind, id);
    const first = await redis.pipeline().strlen(key).getrangeBuffer(key, 0, pieceBytes - 1).exec();
    const [[lengthError, length], [, head]] = first as [[Error | null, number], [unknown, Buffer]];
    if (lengthError) throw new RangeError(`it is no value: ${lengthError.message}`);
    if (length === 0) return undefined;
    if (length > limit) throw new RangeError(`it has ${length} bytes, more than ${limit}`);
    if (length <= pieceBytes) return new Uint8Array(head);
    const bytes = new Uint8Array(length);
    bytes.set(head);
    for (let start = pieceBytes; start < length; start += pieceBytes) {
      const part = await redis.getrangeBuffer(key, start, start + pieceBytes - 1);
      if (start + part.length > length) throw new RangeError("it changed while it was read");
      bytes.set(part, start);
    }
    return bytes;
  }

  return {
    put,
    get,
    has: async (kind, id) => await redis.exists(keyOf(kind, id)) === 1,
    async which(id, key) {
      const answers = await redis.pipeline()
        .exists(keyOf("result", id)).exists(keyOf("checkpoint", key)).exec();
      const [result, checkpoint] = answers!.map(([error, there]) => {
        if (error) throw error;
        return there === 1;
      });
      return { result: result!, checkpoint: checkpoint! };
    },
    keep: async (kind, id, seconds) => void await redis.expire(keyOf(kind, id), seconds),
    remove: async (kind, id) => void await redis.del(keyOf(kind, id)),
  };
}
