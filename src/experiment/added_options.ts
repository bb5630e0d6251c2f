import type { Family } from "../engine/options.ts";
import { canonicalJson } from "./canonical.ts";
import type { Member } from "./types.ts";

/**
 * Members of a family, one per variant, without the options that their type got later and that no
 * variant sets: experiments from before keep their canonical form, and with it their digest.
 */
export function withoutAddedDefaults(members: readonly Member[], family: Family): Member[] {
  const unset = new Map<string, readonly string[]>();
  for (const { type } of members) {
    if (unset.has(type)) continue;
    const alike = members.filter((member) => member.type === type);
    const names = Object.entries(family[type]!.options)
      .filter(([name, { added, default: value }]) =>
        added && alike.every((member) => canonicalJson(member[name]) === canonicalJson(value))
      )
      .map(([name]) => name);
    unset.set(type, names);
  }
  return members.map((member) => {
    const names = unset.get(member.type)!;
    if (names.length === 0) return member;
    return Object.fromEntries(
      Object.entries(member).filter(([name]) => !names.includes(name)),
    ) as Member;
  });
}
