import { bold, green, red } from "@std/fmt/colors";
import type { GradientCheck } from "../engine/mod.ts";
import { ExperimentError } from "../errors.ts";
import { checkPlan, planSweep, type RunCheck } from "../runner/mod.ts";
import { columns, plural } from "./format.ts";
import { helpText, parseCommandLine, wholeNumber } from "./options.ts";
import { planOptions } from "./plan_options.ts";
import { warningLine } from "./run_line.ts";
import { stopEvaluating } from "./stop_evaluating.ts";

/** What float32 leaves of a gradient that is right is far below it, what is wrong far above. */
const defaultTolerance = 1e-3;

const usage = {
  command: "gradcheck",
  summary:
    "Compares the gradients of the experiment's own networks on a few rows of its own data " +
    "with\ncentral differences in double precision, at the initial weights and after a few steps.\n" +
    "Exit code 0: all agree; 1: not.",
  positional: ["EXPERIMENT"],
  options: {
    ...planOptions,
    rows: { kind: "text", value: "N", doc: "rows of the training data; default 8" },
    samples: { kind: "text", value: "N", doc: "values checked of each tensor; default 60" },
    steps: { kind: "text", value: "N", doc: "steps before the second check; default 10" },
    tolerance: {
      kind: "text",
      value: "X",
      doc: `largest relative error allowed; default ${defaultTolerance}`,
    },
    help: { kind: "flag", doc: "prints this" },
  },
} as const;

/** `gradcheck EXPERIMENT`. */
export async function gradcheck(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(helpText(usage));
    return 0;
  }
  const { positional: [file = ""], options } = parseCommandLine(args, usage);
  const rows = wholeNumber("rows", options.rows ?? "8", 1);
  const samples = wholeNumber("samples", options.samples ?? "60", 1);
  const steps = wholeNumber("steps", options.steps ?? "10", 0);
  const tolerance = readTolerance(options.tolerance);
  const plan = await planSweep(file, { ...options, onEvaluated: stopEvaluating });
  let largest = 0;
  let passed = true;
  const onWarning = (text: string) => console.error(warningLine(text));
  for (const check of checkPlan(plan, { rows, samples, steps, tolerance, onWarning })) {
    console.log(`${checkText(check, steps).join("\n")}\n`);
    for (const one of [check.initial, ...(check.trained ? [check.trained] : [])]) {
      passed &&= one.passed;
      for (const { error } of one.tensors) if (!(error <= largest)) largest = error;
    }
  }
  const verdict = passed ? green(bold("passed")) : red(bold("failed"));
  console.log(`${verdict} largest relative error ${errorText(largest)}, allowed ${tolerance}`);
  return passed ? 0 : 1;
}

/** A table of one network: a row a tensor, a column for each check. */
export function checkText({ run, initial, trained }: RunCheck, steps: number): string[] {
  const after = `after ${plural(steps, "step")}`;
  const head = [
    "  tensor",
    "shape",
    "checked",
    "skipped",
    "initially",
    ...(trained ? [after] : []),
  ];
  const rows = initial.tensors.map((tensor, t) => {
    const later = trained?.tensors[t];
    return [
      `  ${tensor.name}`,
      `[${tensor.shape.join(", ")}]`,
      String(tensor.checked + (later?.checked ?? 0)),
      String(tensor.skipped + (later?.skipped ?? 0)),
      cellText(tensor),
      ...(later ? [cellText(later)] : []),
    ];
  });
  const all = [initial, ...(trained ? [trained] : [])];
  const skipped = all.some(({ tensors }) => tensors.some((tensor) => tensor.skipped > 0));
  const leftOut = all.reduce((sum, check) => sum + check.leftOut, 0);
  return [
    `${bold(run.name)}  ${plural(initial.rows, "row")}`,
    ...columns([head, ...rows]),
    ...(skipped ? ["  skipped: the loss has a kink there, and so no derivative"] : []),
    ...(leftOut > 0 ? [`  ${plural(leftOut, "row")} left out: next to a kink`] : []),
    ...(trained || steps === 0 ? [] : [`  ${after} the loss is not finite: not checked there`]),
    ...all.flatMap((check, k) => worstLines(check, k === 0 ? "initially" : after)),
  ];
}

function cellText({ checked, error }: GradientCheck["tensors"][number]): string {
  return checked === 0 ? "–" : errorText(error);
}

/** Of a check that failed, both derivatives where they differ most. */
function worstLines({ passed, tensors }: GradientCheck, when: string): string[] {
  if (passed) return [];
  const checked = tensors.filter(({ worst }) => worst !== undefined);
  if (checked.length === 0) {
    return [`  ${when}: every value is at a kink, nothing could be checked`];
  }
  const [first, ...others] = checked;
  const { name, worst } = others.reduce((a, b) => (b.error <= a.error ? a : b), first!);
  const { index, analytic, numeric } = worst!;
  return [`  ${when}, ${name} value ${index}: analytic ${analytic}, numerical ${numeric}`];
}

function errorText(error: number): string {
  return error === 0 ? "0" : error.toExponential(1);
}

function readTolerance(text: string | undefined): number {
  if (text === undefined) return defaultTolerance;
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new ExperimentError(`Cannot read --tolerance as "${text}": it must be a number above 0`);
}
