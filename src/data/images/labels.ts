import { ExperimentError } from "../../errors.ts";
import { nearestName } from "../../suggest.ts";
import type { ImagesOptions } from "../images_options.ts";
import type { Listing, PictureFile } from "./listing.ts";
import { imagesDefaults } from "./settings.ts";

/** Which classes there are, and which one each picture belongs to. */
export interface PictureClasses {
  /** A class's place is its label. */
  classes: string[];
  /** For each listing, the class of each picture. */
  ofPictures: string[][];
}

/**
 * Reads the classes of all parts' pictures; see `imagesSchema` for where they are read from. The
 * training part decides which classes there are; others may lack some of them.
 *
 * @param listings The training part's first.
 * @throws {ExperimentError} when a picture has no class or an unknown one, a class no pictures, or
 * there is one class only.
 */
export function classifyPictures(
  listings: readonly Listing[],
  { labels: mode = imagesDefaults.labels, classes: groups }: Pick<
    ImagesOptions,
    "labels" | "classes"
  >,
): PictureClasses {
  const labels = listings.map((listing) => labelsOf(listing, mode));
  const train = { listing: listings[0]!, labels: labels[0]! };
  const known = groups === undefined ? ungrouped(train) : grouped(train, groups);
  const ofPictures = listings.map(({ pictures }, p) =>
    pictures.map(({ file }, row) => {
      const label = labels[p]![row]!;
      const name = known.ofLabel.get(label);
      if (name === undefined) throw unknownLabel(label, { file, known: [...known.ofLabel.keys()] });
      return name;
    })
  );
  return { classes: known.classes, ofPictures };
}

/** Each label is a class. */
function ungrouped({ listing, labels }: { listing: Listing; labels: readonly string[] }) {
  const classes = [...new Set(labels)].sort();
  if (classes.length < 2) throw oneClass(listing, classes[0]!);
  return { classes, ofLabel: new Map(classes.map((name) => [name, name])) };
}

/** Several labels may make up one class. */
function grouped(
  { listing, labels }: { listing: Listing; labels: readonly string[] },
  groups: Record<string, string[]>,
) {
  const found = new Set(labels);
  const ofLabel = new Map<string, string>();
  for (const [name, members] of Object.entries(groups)) {
    for (const label of members) {
      if (!found.has(label)) throw labelNotFound(label, { name, listing, found: [...found] });
      ofLabel.set(label, name);
    }
  }
  const left = labels.findIndex((label) => !ofLabel.has(label));
  if (left >= 0) throw labelNotGrouped(labels[left]!, listing.pictures[left]!);
  return { classes: Object.keys(groups), ofLabel };
}

function labelsOf(
  { folder, subfolders, pictures }: Listing,
  mode: NonNullable<ImagesOptions["labels"]>,
): string[] {
  if (mode === "names" || (mode === "auto" && subfolders.length === 0)) {
    return pictures.map(labelFromName);
  }
  const labels = pictures.map(labelFromFolder);
  const empty = subfolders.find((name) => !labels.includes(name));
  if (empty !== undefined) {
    throw new ExperimentError(`Cannot find any picture in the class folder ${folder}/${empty}`, {
      file: `${folder}/${empty}`,
      remedy: "Put at least one JPEG or PNG picture into it, or remove it",
    });
  }
  return labels;
}

function labelFromFolder({ name, file }: PictureFile): string {
  const slash = name.indexOf("/");
  if (slash >= 0) return name.slice(0, slash);
  throw new ExperimentError(`Cannot tell the class of ${file}: it is in no class folder`, {
    file,
    remedy: 'Move it into one, or say labels: "names" if file names tell the classes',
  });
}

/**
 * `cat` from `cat.12.jpg`, `cat_12.jpg`, `cat-12.jpg`, `cat12.jpg` and `cat (12).jpg`: what stands
 * before the first dot, or before the number at the end where the only dot is the extension's.
 */
function labelFromName({ name, file }: PictureFile): string {
  const stem = name.slice(name.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
  const dot = stem.indexOf(".");
  const match = dot >= 0 ? [stem, stem.slice(0, dot)] : /^(.*?)[\s_-]*\(?\d+\)?$/.exec(stem);
  const label = match?.[1];
  if (label !== undefined && label !== "") return label;
  throw new ExperimentError(`Cannot tell the class of ${file} from its name`, {
    file,
    remedy: "Put the pictures of each class into a sub-folder, " +
      "or name them like cat.1.jpg or cat_1.jpg",
  });
}

function oneClass(listing: Listing, label: string): ExperimentError {
  return new ExperimentError(
    `Cannot learn to tell classes apart in ${listing.folder}: all pictures are "${label}"`,
    { file: listing.folder, remedy: "Add pictures of another class" },
  );
}

function labelNotFound(
  label: string,
  { name, listing, found }: { name: string; listing: Listing; found: string[] },
): ExperimentError {
  const nearest = nearestName(label, found);
  const offer = nearest === undefined ? "" : `: did you mean "${nearest}"?`;
  return new ExperimentError(
    `Cannot find label "${label}" in ${listing.folder}${offer}${offer ? " " : ". "}` +
      `Found: ${[...found].sort().join(", ")}`,
    {
      file: listing.folder,
      place: `data.classes.${name}`,
      remedy: "List labels as folders or file names spell them",
    },
  );
}

function labelNotGrouped(label: string, { file }: PictureFile): ExperimentError {
  return new ExperimentError(`Cannot tell the class of ${file}: label "${label}" is in no class`, {
    file,
    place: "data.classes",
    remedy: `Add "${label}" to a class, or move its pictures elsewhere`,
  });
}

function unknownLabel(
  label: string,
  { file, known }: { file: string; known: string[] },
): ExperimentError {
  return new ExperimentError(
    `Cannot tell the class of ${file}: no training picture is "${label}". ` +
      `Training pictures are: ${known.join(", ")}`,
    { file, remedy: "Add such pictures to the training folder, or move this one elsewhere" },
  );
}
