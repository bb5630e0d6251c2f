/**
 * What is wrong with one picture, said without its name: `it is cut off after 812 bytes`.
 * `decodePicture` puts the name to it.
 */
export class PictureFault extends Error {
  override readonly name = "PictureFault";
  /** What to do about it, as a sentence without a full stop. */
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}
