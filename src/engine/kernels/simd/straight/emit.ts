// A loop over steps as a WebAssembly module, from the graph of one step.
//
// Cells that a step both reads and changes, parameters above all, stay in locals from the first step to
// the last: the module's compiler keeps them in registers. All else a step leaves behind is stored.

import { type Node, Variable } from "./graph.ts";
import { controls, instructions, leb, loadVector, signedLeb, type Type } from "./instructions.ts";
import { typeCodes } from "./instructions.ts";
import type { StraightStep } from "./translate.ts";
import { type Plain, simplify } from "./simplify.ts";

/** A module, and what it needs to be in memory. */
export interface StraightModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Vectors of two equal numbers of 64 bits, one after the other from `table` on. */
  readonly constants: BigUint64Array;
}

// The parameters of `run`: see straight_plan.ts.
enum Parameter {
  steps,
  from,
  batchRows,
  epoch,
  /** From the numbers of the step that was recorded to those of this one. */
  numbersAt,
  numbersBytes,
}

const parameterCount = 6;

const pageBytes = 65536;

/** The module of a step; `table` is where its constants are going to be. */
export function emitModule(
  step: StraightStep,
  tableOf: (length: number) => number,
): StraightModule {
  const plain = simplify(step);
  const body = createBody(step, plain, tableOf);
  const type = section(1, [1, 0x60, parameterCount, ...Array(parameterCount).fill(0x7f), 1, 0x7f]);
  // What lies in the memory as it is declared needs no check: V8 makes one for every access beyond.
  const pages = leb(Math.ceil(body.end / pageBytes));
  const memory = section(2, [1, ...name("env"), ...name("memory"), 2, 3, ...pages, ...leb(65536)]);
  const functions = section(3, [1, 0]);
  const exports = section(7, [1, ...name("run"), 0, 0]);
  const code = section(10, [1, ...leb(body.code.length), ...body.code]);
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const bytes = Uint8Array.from(
    [header, type, memory, functions, exports, code].flat(),
  );
  return { bytes, constants: body.constants };
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...leb(content.length), ...content];
}

function name(text: string): number[] {
  return [text.length, ...new TextEncoder().encode(text)];
}

interface Body {
  readonly code: number[];
  readonly constants: BigUint64Array;
  /** Behind the last cell with an address that is known. */
  readonly end: number;
}

function createBody(
  { graph: { nodes } }: StraightStep,
  { carried, checks, words, doubles, neverMinusZero }: Plain,
  tableOf: (length: number) => number,
): Body {
  const types: Type[] = [];
  const code: number[] = [];
  const locals = new Map<Node, number>();
  let end = 0;

  function newLocal(type: Type): number {
    types.push(type);
    return parameterCount + types.length - 1;
  }

  const get = (local: number) => code.push(controls.getLocal, ...leb(local));
  const set = (local: number) => code.push(controls.setLocal, ...leb(local));
  const address = (alignment: number, offset: number) => code.push(alignment, ...leb(offset));
  const zero = () => code.push(controls.constI32, 0);

  /** An access to a place that is known. */
  function fixed(instruction: number | readonly number[], alignment: number, place: number): void {
    end = Math.max(end, place + (1 << alignment));
    code.push(...[instruction].flat());
    address(alignment, place);
  }

  function constant({ type, bits }: Node): void {
    if (type === "i32") {
      code.push(controls.constI32, ...signedLeb(Number(BigInt.asIntN(32, bits))));
      return;
    }
    code.push(type === "f32" ? controls.constF32 : controls.constF64);
    for (let k = 0n; k < (type === "f32" ? 4n : 8n); k++) {
      code.push(Number(bits >> (8n * k) & 255n));
    }
  }

  function expression(node: Node): void {
    const local = locals.get(node);
    if (local !== undefined) get(local);
    else if (node.op === "constant") constant(node);
    else if (node.op === "variable") {
      get(variables[node.immediate]!);
    } else if (node.op === "input") {
      zero();
      fixed(instructions["f32.load"].code, 2, node.immediate);
    } else {
      node.args.forEach(expression);
      const instruction = instructions[node.op];
      code.push(...instruction.code);
      const takes = "takes" in instruction ? instruction.takes : undefined;
      if (takes === "memory") address(node.op === "i32.load8_u" ? 0 : 2, node.immediate);
      if (takes === "lane") code.push(node.immediate);
    }
  }

  /** Puts nodes into locals, each after those it is made of. */
  function compute(wanted: readonly Node[]): void {
    for (const node of wanted) {
      if (locals.has(node)) continue;
      expression(node);
      const local = newLocal(node.type);
      set(local);
      locals.set(node, local);
    }
  }

  const stored = [...words].filter(([at, value]) =>
    !carried.has(at) && !(value.op === "input" && value.immediate === at)
  );
  const results = [...stored.map(([, value]) => value), ...doubles.values()];
  const changes = [...carried.values()];
  const parts = divide(nodes, {
    everyStep: [...checks, ...changes.map(({ after }) => after)],
    lastStep: results,
    before: new Set(changes.map(({ before }) => before)),
  });

  // Before the loop: vectors, which cost three instructions each where they are used, and what is carried.
  const vectors = nodes.filter((node) => isVector(node) && parts.used.has(node));
  const constants = BigUint64Array.from(vectors.flatMap(({ bits }) => [bits, bits]));
  const table = vectors.length > 0 ? tableOf(constants.length) : 0;
  const steps = newLocal("i32");
  vectors.forEach((vector, k) => {
    const local = newLocal("v128");
    zero();
    fixed(loadVector, 4, table + 16 * k);
    set(local);
    locals.set(vector, local);
  });
  for (const { before } of changes) {
    const local = newLocal("f32");
    zero();
    fixed(instructions["f32.load"].code, 2, before.immediate);
    set(local);
    locals.set(before, local);
  }
  // What was left out may stand for a +0 only as long as these are not −0.
  for (const before of neverMinusZero) {
    zero();
    fixed(instructions["i32.load"].code, 2, before.immediate);
    code.push(controls.constI32, ...signedLeb(-0x80000000), ...instructions["i32.eq"].code);
    code.push(controls.if, controls.empty, controls.constI32, ...signedLeb(-1), controls.return);
    code.push(controls.end);
  }

  code.push(controls.block, controls.empty, controls.loop, controls.empty);
  for (const check of checks) {
    compute(parts.locals.filter(({ id }) => id < check.id));
    expression(check);
    code.push(controls.branchIf, 1);
  }
  compute(parts.locals);
  for (const { after } of changes) expression(after);
  for (const { before } of changes.toReversed()) set(locals.get(before)!);
  const advance = (local: number, by: readonly number[]) => {
    get(local);
    code.push(...by, ...instructions["i32.add"].code);
    set(local);
  };
  advance(Parameter.from, [controls.getLocal, Parameter.batchRows]);
  advance(Parameter.numbersAt, [controls.getLocal, Parameter.numbersBytes]);
  advance(steps, [controls.constI32, 1]);
  get(steps), get(Parameter.steps);
  code.push(...instructions["i32.ne"].code, controls.branchIf, 0, controls.end);
  // Only of the last step: whoever takes over a step that is left stores all that it makes.
  compute(parts.lastLocals);
  for (const [at, value] of stored) {
    zero();
    expression(value);
    fixed(value.type === "i32" ? controls.storeI32 : controls.storeF32, 2, at);
  }
  for (const [at, value] of doubles) {
    zero();
    expression(value);
    fixed(controls.storeF64, 3, at);
  }
  code.push(controls.end);
  for (const { before } of changes) {
    zero();
    get(locals.get(before)!);
    fixed(controls.storeF32, 2, before.immediate);
  }
  get(steps);
  code.push(controls.end);
  const declarations = types.flatMap((type) => [1, typeCodes[type]]);
  return { code: [...leb(types.length), ...declarations, ...code], constants, end };
}

const variables = {
  [Variable.from]: Parameter.from,
  [Variable.epoch]: Parameter.epoch,
  [Variable.numbers]: Parameter.numbersAt,
} as { readonly [variable: number]: Parameter };

function isVector({ op, type }: Node): boolean {
  return op === "constant" && type === "v128";
}

/** What is computed in every step, what only after the last one, and what of it is put into locals. */
function divide(
  nodes: readonly Node[],
  { everyStep, lastStep, before }: {
    everyStep: readonly Node[];
    lastStep: readonly Node[];
    before: ReadonlySet<Node>;
  },
) {
  const used = new Set<Node>();
  const uses = new Map<Node, number>();
  const inLoop = new Set<Node>();
  function use(node: Node, kind: Set<Node> | undefined): void {
    uses.set(node, (uses.get(node) ?? 0) + 1);
    const isNew = !used.has(node);
    used.add(node);
    kind?.add(node);
    if (isNew) { for (const part of node.args) use(part, kind); }
  }
  for (const node of everyStep) use(node, inLoop);
  // At the end of a step its inputs and variables are replaced by the next one's.
  const passes = (node: Node) => before.has(node) || node.op === "variable";
  const reached = new Set<Node>();
  const early: Node[] = [];
  function visit(node: Node): void {
    if (reached.has(node) || inLoop.has(node)) return;
    reached.add(node);
    if (passes(node) || node.args.some(passes)) early.push(node);
    else node.args.forEach(visit);
  }
  lastStep.forEach(visit);
  for (const node of early) use(node, inLoop);
  for (const node of lastStep) use(node, undefined);
  const needsLocal = new Set<Node>(early);
  for (const node of used) {
    if (uses.get(node)! > 1) needsLocal.add(node);
    if (!inLoop.has(node)) node.args.forEach((part) => inLoop.has(part) && needsLocal.add(part));
  }
  for (const node of lastStep) if (inLoop.has(node)) needsLocal.add(node);
  const isOwn = (node: Node) =>
    needsLocal.has(node) && !before.has(node) && node.op !== "constant" && node.op !== "variable";
  return {
    used,
    locals: nodes.filter((node) => inLoop.has(node) && isOwn(node)),
    lastLocals: nodes.filter((node) => used.has(node) && !inLoop.has(node) && isOwn(node)),
  };
}
