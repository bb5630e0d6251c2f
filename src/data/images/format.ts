import { PictureFault } from "./fault.ts";

/** Formats that are told apart by their first bytes; only the first two are decoded. */
const signatures: readonly { format: string; bytes: string; at?: number }[] = [
  { format: "JPEG", bytes: "\xff\xd8\xff" },
  { format: "PNG", bytes: "\x89PNG\r\n\x1a\n" },
  { format: "GIF", bytes: "GIF8" },
  { format: "WebP", bytes: "WEBP", at: 8 },
  { format: "BMP", bytes: "BM" },
  { format: "TIFF", bytes: "II*\0" },
  { format: "TIFF", bytes: "MM\0*" },
  { format: "AVIF", bytes: "ftypavif", at: 4 },
  { format: "HEIC", bytes: "ftypheic", at: 4 },
  { format: "HEIC", bytes: "ftypheix", at: 4 },
  { format: "HEIF", bytes: "ftypmif1", at: 4 },
];

/**
 * Whether bytes are a JPEG or a PNG picture, by what they are and not by what they are called.
 *
 * @throws {PictureFault} when they are neither.
 */
export function pictureFormat(bytes: Uint8Array): "JPEG" | "PNG" {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const format = signatures.find(({ bytes, at = 0 }) => start.startsWith(bytes, at))?.format;
  if (format === "JPEG" || format === "PNG") return format;
  throw new PictureFault(
    format === undefined
      ? "it is neither a JPEG nor a PNG picture"
      : `it is a ${format} picture, and only JPEG and PNG are read`,
    format === undefined
      ? "Replace it by a picture, or move it elsewhere"
      : "Convert it to JPEG or PNG",
  );
}
