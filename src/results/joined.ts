/** Bytes in one piece, which they may be already. */
export function joined(bytes: Uint8Array | Iterable<Uint8Array>): Uint8Array {
  if (bytes instanceof Uint8Array) return bytes;
  const pieces = [...bytes];
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
