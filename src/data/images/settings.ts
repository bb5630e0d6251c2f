/** How a picture of another shape becomes one of `size`; see `imagesSchema`. */
export const resizeNames = ["stretch", "cover"] as const;

/** Where the class of a picture is read from; see `imagesSchema`. */
export const imageLabelNames = ["auto", "folders", "names"] as const;

/** How a picture of another shape becomes one of `size`. */
export type ResizeName = (typeof resizeNames)[number];

/** Where the class of a picture is read from. */
export type ImageLabelName = (typeof imageLabelNames)[number];

/** What `images` data that says nothing gets. */
export const imagesDefaults: {
  readonly size: readonly [height: number, width: number];
  readonly resize: ResizeName;
  readonly labels: ImageLabelName;
} = { size: [64, 64], resize: "stretch", labels: "auto" };
