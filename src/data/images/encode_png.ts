/**
 * A PNG file of a picture: the same bytes on every machine, since JavaScript packs them.
 *
 * @param values Rows from the top, `channels` bytes a pixel: grey, or red, green and blue.
 */
export async function encodePng(
  values: Uint8Array,
  { width, height, channels }: { width: number; height: number; channels: 1 | 3 },
): Promise<Uint8Array> {
  const { encodePng: encode, Image } = await import("image-js");
  const data = values.slice();
  return encode(new Image(width, height, { data, colorModel: channels === 1 ? "GREY" : "RGB" }));
}
