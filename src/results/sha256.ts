import { createHash } from "node:crypto";

/** SHA-256 of bytes as 64 lower-case hexadecimal digits. Source: FIPS 180-4. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Bytes that pass through, piece by piece.
 *
 * @param tell Called with the SHA-256 of all of them after the last one.
 */
export function* sha256OfPieces(
  pieces: Iterable<Uint8Array>,
  tell: (digest: string) => void,
): Generator<Uint8Array> {
  const hash = createHash("sha256");
  for (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
  tell(hash.digest("hex"));
}
