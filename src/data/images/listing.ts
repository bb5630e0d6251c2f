import { ExperimentError } from "../../errors.ts";
import { absolutePath, unreadable } from "../files.ts";
import type { LoadContext } from "../types.ts";
import { named } from "./decode.ts";
import { checkFileBytes } from "./limits.ts";

/** A file that is to be read as a picture. */
export interface PictureFile {
  /** Path below the part's folder, with `/` between folders. */
  name: string;
  /** What the user calls it, for messages: the part's folder as given, and `name`. */
  file: string;
  /** Absolute. */
  path: string;
  /** Size of the file. */
  bytes: number;
}

/** The pictures of one part. */
export interface Listing {
  /** The part's folder as the experiment names it. */
  folder: string;
  /** Sub-folders of the part's folder, in code-unit order. */
  subfolders: string[];
  /** In code-unit order of `name`. */
  pictures: PictureFile[];
}

/** Links may lead a folder into itself. */
const maxDepth = 16;

/** Files that are known to lie beside pictures; every other file has to be a picture. */
const beside = /^(\..*|thumbs\.db|desktop\.ini|.*\.(txt|md|csv|tsv|json|xml|html|ya?ml|log))$/i;

/** Folders that packing programs leave behind. */
const hidden = /^(\..*|__MACOSX)$/;

/**
 * Finds the pictures in a folder and the folders below it. Passed over are files and folders whose
 * names start with a dot, what packing programs and file managers leave (`__MACOSX`, `Thumbs.db`,
 * `desktop.ini`), and text (`.txt .md .csv .tsv .json .xml .html .yaml .log`). Every other file
 * has to be a picture, whatever it is called.
 *
 * @param folder As the experiment names it.
 * @throws {ExperimentError} when the folder is missing, is a file, or holds no pictures.
 */
export async function listPictures(folder: string, context: LoadContext): Promise<Listing> {
  const root = absolutePath(folder, context);
  try {
    if (!(await Deno.stat(root)).isDirectory) throw notFolder(folder);
    const listing: Listing = { folder, subfolders: [], pictures: [] };
    await walk(listing, { path: root, name: "", depth: 0 });
    listing.subfolders.sort();
    // Names are distinct, so `<` orders all of them.
    listing.pictures.sort((a, b) => a.name < b.name ? -1 : 1);
    if (listing.pictures.length === 0) throw noPictures(folder);
    return listing;
  } catch (error) {
    throw error instanceof ExperimentError ? error : unreadable(folder, root, error);
  }
}

async function walk(
  listing: Listing,
  at: { path: string; name: string; depth: number },
): Promise<void> {
  for await (const entry of Deno.readDir(at.path)) {
    const name = at.name === "" ? entry.name : `${at.name}/${entry.name}`;
    const path = `${at.path}/${entry.name}`;
    const file = `${listing.folder.replace(/[\\/]+$/, "")}/${name}`;
    if ((entry.isDirectory ? hidden : beside).test(entry.name)) continue;
    // Follows links; sees what is neither a file nor a folder.
    const { isDirectory, isFile, size } = await statOf(path, { file, isSymlink: entry.isSymlink });
    if (isDirectory) {
      if (at.depth === maxDepth) throw tooDeep(file);
      if (at.depth === 0) listing.subfolders.push(entry.name);
      await walk(listing, { path, name, depth: at.depth + 1 });
    } else if (!isFile) {
      throw new ExperimentError(`Cannot read ${file}: it is not a file`, {
        file,
        remedy: "Move it elsewhere",
      });
    } else {
      try {
        checkFileBytes(size);
      } catch (error) {
        throw named(error, file);
      }
      listing.pictures.push({ name, file, path, bytes: size });
    }
  }
}

async function statOf(
  path: string,
  { file, isSymlink }: { file: string; isSymlink: boolean },
): Promise<Deno.FileInfo> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (!isSymlink || !(error instanceof Deno.errors.NotFound)) throw unreadable(file, path, error);
    throw new ExperimentError(`Cannot read ${file}: it is a link to nothing`, {
      file,
      remedy: "Remove the link, or put back what it leads to",
    }, { cause: error });
  }
}

function notFolder(folder: string): ExperimentError {
  return new ExperimentError(`Cannot read pictures from ${folder}: it is a file`, {
    file: folder,
    remedy: "Name the folder that the pictures are in",
  });
}

function noPictures(folder: string): ExperimentError {
  return new ExperimentError(`Cannot find any picture in ${folder}`, {
    file: folder,
    remedy: "Put JPEG or PNG pictures there: a sub-folder for each class, " +
      "or files named like cat.1.jpg and dog.1.jpg",
  });
}

function tooDeep(file: string): ExperimentError {
  return new ExperimentError(`Cannot read ${file}: folders are nested more than ${maxDepth} deep`, {
    file,
    remedy: "Check for a link that leads back to a folder above it",
  });
}
