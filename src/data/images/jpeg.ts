import { PictureFault } from "./fault.ts";
import { type Frame, readFrame } from "./jpeg_frame.ts";
import { type Orientation, readOrientation } from "./orientation.ts";

/** A JPEG file that was looked through, but not decoded. */
export interface JpegFile {
  width: number;
  height: number;
  orientation: Orientation;
  /** The file with what its pixels need and nothing else. */
  essence: Uint8Array;
}

/** A progressive picture has about ten scans; thousands of empty ones would keep a decoder busy. */
const maxScans = 100;

/** Segments that the pixels depend on, the frame and scans aside: DHT, DQT, DRI. */
const tables = new Set([0xc4, 0xdb, 0xdd]);

/** Tables, comments, previews and scans: cameras write some dozens. */
const maxSegments = 10_000;

const startOfScan = 0xda;
const endOfImage = 0xd9;

/**
 * Walks the segments of a JPEG file (ITU T.81, annex B): size, orientation, and whether the file
 * is whole and of a kind that the decoder gets right. What a decoder does not need (previews,
 * comments, profiles) is left behind, so that nothing in there can lead it astray.
 *
 * @throws {PictureFault} when the file is cut off, damaged, too large or of another kind.
 */
export function readJpeg(bytes: Uint8Array): JpegFile {
  const essence: Uint8Array[] = [bytes.subarray(0, 2)];
  let frame: Frame | undefined;
  let orientation: Orientation = 1;
  let adobe: Uint8Array | undefined;
  let scans = 0, scanBytes = 0;
  let place = 2;
  for (let segments = 0;; segments++) {
    if (segments > maxSegments) {
      throw new PictureFault(`it has more than ${maxSegments} segments`);
    }
    const { marker, payload, end } = readSegment(bytes, place);
    const segment = bytes.subarray(place, end);
    place = end;
    if (marker === endOfImage) break;
    if (tables.has(marker)) essence.push(segment);
    else if (marker === 0xe1 && startsWith(payload, "Exif\0\0")) {
      orientation = readOrientation(payload.subarray(6));
    } else if (marker === 0xee && startsWith(payload, "Adobe")) {
      adobe = payload;
      essence.push(segment);
    } else if (isFrame(marker)) {
      if (frame !== undefined) throw new PictureFault("it has more than one frame");
      frame = readFrame(marker, payload);
      essence.push(segment);
    } else if (marker === startOfScan) {
      if (frame === undefined) throw new PictureFault("its data comes before its size");
      if (++scans > maxScans) throw new PictureFault(`it has more than ${maxScans} scans`);
      place = endOfScan(bytes, end);
      scanBytes += place - end;
      essence.push(bytes.subarray(end - segment.length, place));
    }
  }
  if (frame === undefined || scans === 0) throw new PictureFault("it holds no picture");
  frame.checkColours(adobe);
  if (scanBytes * 8 < frame.blocks) {
    throw new PictureFault(
      `its ${scanBytes} bytes of data are too few for ${frame.width} x ${frame.height} pixels`,
    );
  }
  essence.push(Uint8Array.of(0xff, endOfImage));
  return { width: frame.width, height: frame.height, orientation, essence: joined(essence) };
}

/** The segment that starts at `place`: its marker's second byte and what follows its length. */
function readSegment(bytes: Uint8Array, place: number) {
  const start = place;
  if (bytes[place] !== undefined && bytes[place] !== 0xff) {
    throw new PictureFault(`its data is damaged at byte ${place}`);
  }
  // Any number of 0xff may stand before the marker.
  while (bytes[place] === 0xff) place++;
  const marker = bytes[place];
  if (marker === undefined) throw cutOff(bytes);
  place++;
  if (marker === 0) throw new PictureFault(`its data is damaged at byte ${start}`);
  if (marker === endOfImage || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
    return { marker, payload: bytes.subarray(place, place), end: place };
  }
  if (place + 2 > bytes.length) throw cutOff(bytes);
  const length = bytes[place]! * 256 + bytes[place + 1]!;
  const end = place + length;
  if (length < 2) throw new PictureFault(`its data is damaged at byte ${start}`);
  if (end > bytes.length) throw cutOff(bytes);
  return { marker, payload: bytes.subarray(place + 2, end), end };
}

/** Where the compressed data that starts at `place` ends: at the next marker but restarts. */
function endOfScan(bytes: Uint8Array, place: number): number {
  while (true) {
    place = bytes.indexOf(0xff, place);
    if (place < 0) throw cutOff(bytes);
    const next = bytes[place + 1];
    if (next === undefined) throw cutOff(bytes);
    if (next === 0xff) place++;
    else if (next === 0 || (next >= 0xd0 && next <= 0xd7)) place += 2;
    else return place;
  }
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function cutOff(bytes: Uint8Array): PictureFault {
  return new PictureFault(
    `it is cut off: its ${bytes.length} bytes end before the picture does`,
    "Copy or download it again",
  );
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((letter, index) => bytes[index] === letter.charCodeAt(0));
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let place = 0;
  for (const piece of pieces) {
    whole.set(piece, place);
    place += piece.length;
  }
  return whole;
}
