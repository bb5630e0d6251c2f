import { dirname, isAbsolute, relative, resolve, SEPARATOR } from "@std/path";
import { findMember } from "../engine/members.ts";
import type { Family } from "../engine/options.ts";
import { isLiteral } from "./plain.ts";
import type { Member } from "./types.ts";

type PlainObject = Record<string, unknown>;

/** The options of `data` that name files or folders, for every reader that has them. */
export const pathKeys = ["path", "train", "validation", "test"];

/**
 * Data options with each path relative to the experiment file and separated by `/`, so that they
 * are the same wherever the project lies: `./data/cats` and, from the file's own folder, its
 * absolute place both become `data/cats`.
 *
 * @param data Options of any reader; those without files stay as they are.
 * @param file The experiment file; without it, absolute paths stay absolute.
 */
export function canonicalDataPaths(data: PlainObject, file: string | undefined): PlainObject {
  const rewrite = (value: unknown): unknown => {
    if (typeof value === "string") return canonicalPath(value, file);
    // A part may be several files: `{ inputs: "x.npy", labels: "y.npy" }`.
    return isLiteral(value) ? mapValues(value, (path) => rewriteText(path, file)) : value;
  };
  return mapValues(data, (value, key) => (pathKeys.includes(key) ? rewrite(value) : value));
}

function rewriteText(value: unknown, file: string | undefined): unknown {
  return typeof value === "string" ? canonicalPath(value, file) : value;
}

function mapValues(
  object: PlainObject,
  change: (value: unknown, key: string) => unknown,
): PlainObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, change(value, key)]),
  );
}

/** A member with the files that it names in that form. */
export function canonicalMemberPaths(
  member: Member,
  { family, file }: { family: Family; file: string | undefined },
): Member {
  const { options } = findMember(family, member.type, "type");
  const isPath = (key: string) => Object.hasOwn(options, key) && options[key]!.kind === "path";
  if (!Object.keys(member).some(isPath)) return member;
  const change = (value: unknown, key: string) => isPath(key) ? rewriteText(value, file) : value;
  return mapValues(member, change) as Member;
}

/** A path relative to the experiment file, separated by `/`, without needless parts. */
export function canonicalPath(path: string, file: string | undefined): string {
  const near = isAbsolute(path) && file !== undefined
    ? relative(dirname(resolve(file)), path)
    : path;
  const parts: string[] = [];
  for (const part of near.split(SEPARATOR).join("/").split("/")) {
    const last = parts.at(-1);
    // Only the first part of an absolute path is empty.
    if (part === "." || (part === "" && last !== undefined)) continue;
    if (part === ".." && last !== undefined && last !== ".." && last !== "") parts.pop();
    else parts.push(part);
  }
  return parts.join("/") || ".";
}
