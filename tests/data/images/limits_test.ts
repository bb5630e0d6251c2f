import { assertThrows } from "@std/assert";
import { PictureFault } from "../../../src/data/images/fault.ts";
import { checkDimensions, checkFileBytes } from "../../../src/data/images/limits.ts";

Deno.test("pictures of up to 100 megapixels and 30,000 pixels a side are allowed", () => {
  checkDimensions(1, 1);
  checkDimensions(10_000, 10_000);
  checkDimensions(30_000, 3_333);
  for (const [width, height] of [[10_000, 10_001], [30_001, 1], [1, 30_001]] as const) {
    assertThrows(
      () => checkDimensions(width, height),
      PictureFault,
      `it declares ${width} x ${height} pixels; at most 100 megapixels and 30000 pixels a side`,
    );
  }
});

Deno.test("a picture without pixels is refused", () => {
  assertThrows(() => checkDimensions(0, 5), PictureFault, "its header declares 0 x 5 pixels");
  assertThrows(() => checkDimensions(5, 0), PictureFault, "its header declares 5 x 0 pixels");
});

Deno.test("files that are empty or above 256 MiB are refused", () => {
  checkFileBytes(1);
  checkFileBytes(268_435_456);
  assertThrows(() => checkFileBytes(0), PictureFault, "the file is empty");
  assertThrows(
    () => checkFileBytes(268_435_457),
    PictureFault,
    "the file has 268435457 bytes; at most 268435456 are read",
  );
});
