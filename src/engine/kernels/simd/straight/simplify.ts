// What a step can leave out without changing a bit. Each sum starts at +0, and adding that changes only
// −0: not where nothing tells −0 from +0 afterwards. So a product need not wait for one more addition.

import { createNeverMinusZero, type Graph, isZero, type Node } from "./graph.ts";
import type { StraightStep } from "./translate.ts";

/** A cell that a step reads, and then changes. */
export interface Carried {
  readonly before: Node;
  readonly after: Node;
}

export interface Plain {
  /** By address. */
  readonly carried: ReadonlyMap<number, Carried>;
  readonly checks: readonly Node[];
  /** What the last step leaves behind, by address. */
  readonly words: ReadonlyMap<number, Node>;
  readonly doubles: ReadonlyMap<number, Node>;
  /** Carried cells that must not be −0 before the first step: then they never are. */
  readonly neverMinusZero: readonly Node[];
}

/** What must be computed in every step, in fewer operations. */
export function simplify(step: StraightStep): Plain {
  const { graph, checks, cells: { words, doubles } } = step;
  const carried: { at: number; before: Node; after: Node }[] = [];
  for (const node of graph.nodes) {
    const after = node.op === "input" ? words.get(node.immediate) : undefined;
    if (after && after !== node) carried.push({ at: node.immediate, before: node, after });
  }
  const never = findNeverMinusZero(carried);
  const roots = [...checks, ...carried.map(({ after }) => after)];
  const { replaced, seen } = findReplaced(graph, roots, (input) => never.has(input));
  const known = new Map<Node, Node>();
  function plain(node: Node): Node {
    let found = known.get(node);
    if (!found) {
      const by = replaced.get(node);
      found = by ? plain(by) : graph.withArguments(node, node.args.map(plain));
      known.set(node, found);
    }
    return found;
  }
  /** With the same bits: what can be either zero is not. */
  const sames = new Map<Node, Node>();
  function same(node: Node): Node {
    let found = sames.get(node);
    if (!found) {
      found = seen.has(node) ? plain(node) : graph.withArguments(node, node.args.map(same));
      sames.set(node, found);
    }
    return found;
  }
  return {
    words: new Map([...words].map(([at, value]) => [at, same(value)])),
    doubles: new Map([...doubles].map(([at, value]) => [at, same(value)])),
    carried: new Map(
      carried.map(({ at, before, after }) => [at, { before, after: plain(after) }]),
    ),
    checks: checks.map(plain),
    neverMinusZero: [...never],
  };
}

/** The largest set of cells of which none becomes −0 in a step before which none is. */
function findNeverMinusZero(carried: readonly Carried[]): ReadonlySet<Node> {
  const never = new Set(carried.map(({ before }) => before));
  for (let size = -1; size !== never.size;) {
    size = never.size;
    const assumed = new Set(never);
    const isNever = createNeverMinusZero((input) => assumed.has(input));
    for (const { before, after } of carried) if (!isNever(after)) never.delete(before);
  }
  return never;
}

/** Sums with +0, by the other part, whose sign would they be 0 nobody sees. */
function findReplaced(
  { nodes }: Graph,
  roots: readonly Node[],
  isNever: (input: Node) => boolean,
): { replaced: Map<Node, Node>; seen: Set<Node> } {
  const never = createNeverMinusZero(isNever);
  const used = new Set(roots);
  /** Nodes of which somebody tells −0 from +0. */
  const seen = new Set(roots);
  const replaced = new Map<Node, Node>();
  for (let k = nodes.length - 1; k >= 0; k--) {
    const node = nodes[k]!;
    if (!used.has(node)) continue;
    node.args.forEach((part) => used.add(part));
    const isSeen = seen.has(node);
    for (const part of seenArguments(node, { isSeen, never })) seen.add(part);
    if (isSeen || node.op !== "f32.add" && node.op !== "f64.add") continue;
    const zero = node.args.findIndex(isZero);
    if (zero >= 0) replaced.set(node, node.args[1 - zero]!);
  }
  return { replaced, seen };
}

/**
 * The arguments of which a node lets see whether they are −0 or +0; `isSeen`: whether that is seen of the
 * node itself. Of a sum with one part that is never −0, the other one may then be either.
 */
function seenArguments(
  { op, args }: Node,
  { isSeen, never }: { isSeen: boolean; never: (node: Node) => boolean },
): readonly Node[] {
  switch (op) {
    case "f32.add":
    case "f64.add":
    case "f64x2.add": {
      if (!isSeen) return [];
      const [a, b] = args as [Node, Node];
      if (never(b) && !(b.op !== "input" && never(a))) return [b];
      return never(a) ? [a] : args;
    }
    case "f32.sub":
    case "f64.sub":
    case "f64x2.sub":
      if (!isSeen) return [];
      return never(args[0]!) ? [args[0]!] : args;
    case "f32.mul":
    case "f64.mul":
    case "f64x2.mul":
    case "f32x4.splat":
    case "f32x4.replace_lane":
    case "f32x4.extract_lane":
    case "f64x2.extract_lane":
    case "f32x4.demote_f64x2_zero":
    case "f64x2.promote_low_f32x4":
    case "f64.promote_f32":
      return isSeen ? args : [];
    case "f32.div":
    case "f64.div":
    case "f64x2.div":
      return isSeen ? args : [args[1]!];
    case "f32.abs":
    case "f64x2.abs":
    case "f64x2.lt":
    case "f64x2.gt":
    case "f64x2.le":
    case "f64x2.ge":
    case "f64x2.eq":
    case "f64x2.ne":
    case "f32x4.gt":
    case "f32x4.le":
      return [];
    default:
      return args;
  }
}
