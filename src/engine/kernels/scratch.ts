/**
 * A buffer that a kernel keeps between its calls: it grows to the largest length asked for and
 * allocates nothing after that. Its content is whatever the last call left.
 */
export function createScratch(): (length: number) => Float32Array {
  let buffer = new Float32Array(0);
  return (length) => {
    if (buffer.length < length) buffer = new Float32Array(length);
    return buffer;
  };
}
